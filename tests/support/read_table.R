# Read a table as somebody does who knows the published names and types: Rscript read_table.R FILE NAME=CLASS...
# Prints how many rows and columns there are; stops where a name is not in its place or a cell is not of its class.
arguments <- commandArgs(trailingOnly = TRUE)
described <- strsplit(arguments[-1], "=", fixed = TRUE)
names <- vapply(described, `[`, "", 1)
classes <- vapply(described, `[`, "", 2)
header <- names(read.csv(arguments[1], nrows = 0, check.names = FALSE))
stopifnot(identical(header[seq_along(names)], names))
every <- setNames(rep("character", length(header)), header)
every[names] <- classes
options(warn = 2)
frame <- read.csv(arguments[1], colClasses = every, na.strings = "", check.names = FALSE, encoding = "UTF-8")
found <- vapply(frame[names], function(column) class(column)[1], "")
stopifnot(identical(unname(found), classes))
cat(nrow(frame), length(names), "\n")
