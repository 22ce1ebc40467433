"""Amazon SES in both of its versions: who may send, templates, and mails into the outbox."""
