-- A PDF that is encrypted for the e-mails of a document, where the job or the recipient asks for it.
ALTER TABLE recipients ADD COLUMN protection jsonb;

ALTER TABLE renditions
  DROP CONSTRAINT renditions_format_check,
  ADD CONSTRAINT renditions_format_check CHECK (format IN ('pdf', 'zpl', 'tspl', 'email', 'protected', 'proof'));
