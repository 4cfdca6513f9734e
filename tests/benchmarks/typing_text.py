"""What is typed wherever a typing session is measured."""

TEXT = (
    "Hi Anna, thanks for your message. I was away for a few days, so I could not answer earlier. "
    "The new plan looks good to me. I have only two questions about the schedule: can we start "
    "one week later, and who will talk to the printer? I will be in the office on Thursday. If "
    "you have time, we could have lunch together and go through the details. Please let me know "
    "what you think. Best wishes, Tom"
)
