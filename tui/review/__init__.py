"""The reviewer on a screen, in Textual."""
