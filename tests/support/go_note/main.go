// Check a signed note with the Go project's own package, and add a signature where a key is given.
package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/note"
)

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// main takes the key of a verifier and perhaps that of a signer; it reads the note and prints it, cosigned.
func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	fail(err)
	message, err := io.ReadAll(os.Stdin)
	fail(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	fail(err)
	signers := []note.Signer{}
	for _, key := range os.Args[2:] {
		signer, err := note.NewSigner(key)
		fail(err)
		signers = append(signers, signer)
	}
	signed, err := note.Sign(opened, signers...)
	fail(err)
	os.Stdout.Write(signed)
}
