"""Which application has the focus, by what each desktop tells a program that asks."""
