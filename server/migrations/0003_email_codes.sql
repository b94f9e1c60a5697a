-- The code under way that proves an address which was added to an account.
ALTER TABLE email_addresses ADD COLUMN code TEXT;
