-- Devices as a registry: what lies in them, how they print, why they stand, and which are gone.
ALTER TABLE devices
  -- DeviceMedia, LabelHandling and PrintDefaults of src/model/device.ts.
  ADD COLUMN media jsonb,
  ADD COLUMN label jsonb,
  ADD COLUMN defaults jsonb NOT NULL DEFAULT '{"sides": null, "tray": null, "copies": 1}',
  -- DeviceReason of src/model/deviceReport.ts, beside the sentence in state_reason.
  ADD COLUMN state_reasons text[] NOT NULL DEFAULT '{}',
  ADD COLUMN state_since timestamptz(3) NOT NULL DEFAULT now(),
  -- Deliveries and their history name devices for ever, so a device that is gone stays as a row.
  ADD COLUMN removed_at timestamptz(3);

-- One document may be composed for more than one print head: where it was resent or moved to another model. The first
-- rendition of a format stays what it was. Null: paper and e-mail have no dots.
ALTER TABLE renditions
  ADD COLUMN dpi integer,
  DROP CONSTRAINT renditions_document_id_format_key,
  ADD CONSTRAINT renditions_document_id_format_dpi_key UNIQUE NULLS NOT DISTINCT (document_id, format, dpi);
-- With format, which of the document's renditions are its bytes.
ALTER TABLE deliveries ADD COLUMN dpi integer;
-- Labels were composed for the device they were routed to, else for 203 dpi.
UPDATE renditions r SET dpi = coalesce(
  (SELECT d.dpi FROM deliveries v JOIN devices d ON d.id = v.device_id
   WHERE v.document_id = r.document_id AND v.format = 'zpl' AND d.dpi IS NOT NULL ORDER BY v.id LIMIT 1), 203)
  WHERE r.format = 'zpl';
UPDATE deliveries v SET dpi = r.dpi FROM renditions r
  WHERE r.document_id = v.document_id AND r.format = 'zpl' AND v.format = 'zpl';

-- What a device printed last, and what happened to the device itself.
CREATE INDEX deliveries_printed ON deliveries (device_id, updated_at DESC) WHERE channel = 'print' AND state = 'completed';
CREATE INDEX audit_device ON audit (device_id, id DESC) WHERE document_id IS NULL AND device_id IS NOT NULL;
-- What waits for a person at a device.
CREATE INDEX deliveries_held ON deliveries (device_id) WHERE channel = 'print' AND state = 'held';

-- A second language of label printers (compose/drivers/tspl).
ALTER TABLE devices
  DROP CONSTRAINT devices_driver_check,
  ADD CONSTRAINT devices_driver_check CHECK (driver IN ('pdf', 'zpl', 'tspl'));
ALTER TABLE renditions
  DROP CONSTRAINT renditions_format_check,
  ADD CONSTRAINT renditions_format_check CHECK (format IN ('pdf', 'zpl', 'tspl', 'email', 'proof'));
