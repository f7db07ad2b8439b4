"""What does a piece of text say as a number, a date or a plain text, once its convention is known?"""
