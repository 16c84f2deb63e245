-- What staff at a site do with labels: find papers by any number on them, print labels ahead, bind and void them.

-- A scan finds a label by its SSCC or delivery note and a delivery note by its shipment, in milliseconds.
CREATE INDEX messages_sscc ON messages ((body->>'sscc')) WHERE body ? 'sscc';
CREATE INDEX messages_delivery_note ON messages ((body->>'deliveryNoteNumber')) WHERE body ? 'deliveryNoteNumber';
CREATE INDEX messages_shipment ON messages ((body #>> '{shipment,identifier}'))
  WHERE body #>> '{shipment,identifier}' IS NOT NULL;
-- Prints that wait for a person, by device: for a scan, or because nobody knows whether they came out.
CREATE INDEX deliveries_held_prints ON deliveries (device_id, reason_code, job_id, position)
  WHERE channel = 'print' AND state = 'held';

-- Labels printed ahead in one go. The run is on record before the first number is taken, so that a crash leaves
-- nothing that cannot be finished: the same run gets the same numbers and the same job.
CREATE TABLE label_runs (
  id uuid PRIMARY KEY,
  site_id text NOT NULL REFERENCES sites,
  device_id text NOT NULL REFERENCES devices,
  for_day date NOT NULL,
  wanted integer NOT NULL CHECK (wanted BETWEEN 1 AND 1000),
  actor text NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Set when all its labels are accepted as documents.
  job_id uuid REFERENCES jobs
);
CREATE INDEX label_runs_latest ON label_runs (site_id, made_at DESC);

-- One number on one label: open until it is bound to a shipment by scan or voided with a reason.
CREATE TABLE run_labels (
  run_id uuid NOT NULL REFERENCES label_runs,
  position integer NOT NULL,
  sscc text NOT NULL UNIQUE,
  document_id uuid REFERENCES documents,
  label_state text NOT NULL DEFAULT 'open' CHECK (label_state IN ('open', 'bound', 'void')),
  shipment text,
  reason text,
  actor text,
  changed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, position)
);
CREATE INDEX run_labels_document ON run_labels (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX run_labels_shipment ON run_labels (lower(shipment)) WHERE shipment IS NOT NULL;
