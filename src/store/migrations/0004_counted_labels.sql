-- Label printers count what they print. Labels go to such a printer in a stream; when the stream breaks, the counter
-- tells which labels are out. Null where the device does not count.
ALTER TABLE attempts
  -- What the printer's counter must show before the first label of this attempt comes out.
  ADD COLUMN counter_before bigint,
  -- Labels this attempt prints: it is out when the counter has reached counter_before + labels.
  ADD COLUMN labels integer,
  -- Whose counter it is: the printer's own name for itself, because an address may get another printer.
  ADD COLUMN counter_of text;
CREATE INDEX attempts_counted_open ON attempts (delivery_id) WHERE finished_at IS NULL AND counter_before IS NOT NULL;

-- The printer at this address whose counter was seen to move by exactly what it was sent.
ALTER TABLE devices ADD COLUMN counter_of text;

-- When the printer itself was asked what became of an attempt that we know nothing of.
ALTER TABLE attempts ADD COLUMN asked_at timestamptz(3);
