"""Messages: made once for a mailing, then in microseconds for each person."""
