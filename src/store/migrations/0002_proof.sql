-- A document whose proof failed keeps a picture of the page with the spot framed, until it is released.
ALTER TABLE renditions
  DROP CONSTRAINT renditions_format_check,
  ADD CONSTRAINT renditions_format_check CHECK (format IN ('pdf', 'zpl', 'email', 'proof'));

-- Name of the picture among the templates' (templates/_shared) that stands on the sender's letterhead.
ALTER TABLE senders ADD COLUMN logo text;
