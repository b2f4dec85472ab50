"""The staff sheet: one page for the back room, made of one published visit."""
