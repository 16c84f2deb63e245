-- The road of a document: who it is from and for, what came in, what was made of it, where it went.
-- States are IPP's words (src/model/states.ts). Postgres rows are the only truth; the queue carries ids.
-- Times have milliseconds: a JavaScript Date then names the same instant and can serve as a search cursor.

CREATE TYPE state AS ENUM ('pending', 'held', 'processing', 'stopped', 'canceled', 'aborted', 'completed');
CREATE TYPE channel AS ENUM ('print', 'email', 'portal');
CREATE TYPE evidence AS ENUM ('handed-over', 'accepted', 'printed', 'confirmed');

-- Values that every process of this installation shares: signing secrets and the like.
CREATE TABLE settings (
  key text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE senders (
  id text PRIMARY KEY,
  name text NOT NULL,
  locale text NOT NULL,
  accent text NOT NULL,
  email_from text NOT NULL
);

CREATE TABLE sites (
  id text PRIMARY KEY,
  name text NOT NULL,
  country text NOT NULL,
  locale text NOT NULL
);

CREATE TABLE devices (
  id text PRIMARY KEY,
  name text NOT NULL,
  site_id text NOT NULL REFERENCES sites,
  uri text NOT NULL,
  driver text NOT NULL CHECK (driver IN ('pdf', 'zpl')),
  dpi integer,
  state text NOT NULL DEFAULT 'idle' CHECK (state IN ('idle', 'processing', 'stopped')),
  state_reason text,
  paused boolean NOT NULL DEFAULT false,
  -- One worker drains a device at a time: it holds the lease and shows the fence.
  fence bigint NOT NULL DEFAULT 0,
  lease_until timestamptz(3),
  next_attempt_at timestamptz(3),
  failures integer NOT NULL DEFAULT 0
);

CREATE TABLE recipients (
  id text PRIMARY KEY,
  name text NOT NULL,
  locale text,
  email text,
  device_id text REFERENCES devices,
  channels jsonb NOT NULL DEFAULT '{}',
  identifiers text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX recipients_identifiers ON recipients USING gin (identifiers);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  prefix text NOT NULL,
  -- SHA-256 of the whole key: it is 256 random bits, so a slow hash would add nothing.
  hash bytea NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3)
);

CREATE TABLE jobs (
  id uuid PRIMARY KEY,
  -- 'pending' while it is being received (accepted_at null), then as its documents stand.
  state state NOT NULL DEFAULT 'pending',
  reason_code text,
  reason text,
  format text NOT NULL,
  api_key_id uuid REFERENCES api_keys,
  idempotency_key text,
  body_sha256 bytea,
  accepted integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  received_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Moved on by every slice that arrives; a job that stands still while being received was truncated.
  touched_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Set by the seal. Before it no document of the job runs and nothing of it was acknowledged.
  accepted_at timestamptz(3),
  finished_at timestamptz(3)
);
CREATE UNIQUE INDEX jobs_idempotency ON jobs (api_key_id, idempotency_key) NULLS NOT DISTINCT WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_receiving ON jobs (touched_at) WHERE accepted_at IS NULL AND state = 'pending';
CREATE INDEX jobs_open ON jobs (id) WHERE accepted_at IS NOT NULL AND state IN ('pending', 'processing');

CREATE TABLE refusals (
  job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
  position integer NOT NULL,
  code text NOT NULL,
  field text,
  detail text NOT NULL,
  reference text,
  PRIMARY KEY (job_id, position)
);

CREATE TABLE documents (
  id uuid PRIMARY KEY,
  job_id uuid NOT NULL REFERENCES jobs,
  position integer NOT NULL,
  type text NOT NULL,
  number text NOT NULL,
  reference text,
  recipient_id text REFERENCES recipients,
  recipient_name text,
  sender_id text REFERENCES senders,
  site_id text REFERENCES sites,
  locale text,
  delivery_requests jsonb,
  priority smallint NOT NULL DEFAULT 5,
  state state NOT NULL DEFAULT 'pending',
  reason_code text,
  reason text,
  -- Composed documents wait for their deliveries in 'processing' without a lease.
  composed_at timestamptz(3),
  fence bigint NOT NULL DEFAULT 0,
  lease_until timestamptz(3),
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (job_id, position)
);
-- Work still to compose in the order of acceptance (job ids are UUID v7); also answers which place of a job is not composed yet.
CREATE INDEX documents_to_compose ON documents (priority, job_id, position) WHERE composed_at IS NULL AND state IN ('pending', 'processing');
-- Composed and waiting for their deliveries; what stands still here lost its settling to a crash.
CREATE INDEX documents_to_settle ON documents (updated_at) WHERE composed_at IS NOT NULL AND state = 'processing';
-- Whether a job still has open documents is one probe.
CREATE INDEX documents_open ON documents (job_id) WHERE state IN ('pending', 'processing', 'stopped');
CREATE INDEX documents_number ON documents (lower(number) text_pattern_ops);
CREATE INDEX documents_reference ON documents (lower(reference) text_pattern_ops) WHERE reference IS NOT NULL;
CREATE INDEX documents_recipient ON documents (recipient_id, created_at DESC, id DESC) WHERE recipient_id IS NOT NULL;
CREATE INDEX documents_recipient_name ON documents (lower(recipient_name) text_pattern_ops);
CREATE INDEX documents_created ON documents (created_at DESC, id DESC);
CREATE INDEX documents_state ON documents (state, created_at DESC, id DESC);

CREATE TABLE messages (
  document_id uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
  body jsonb NOT NULL
);

-- Bytes by their own hash, stored as they are: PDF is compressed already.
CREATE TABLE blobs (
  sha256 bytea PRIMARY KEY,
  bytes bytea NOT NULL
);
ALTER TABLE blobs ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE renditions (
  id uuid PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES documents,
  format text NOT NULL CHECK (format IN ('pdf', 'zpl', 'email')),
  sha256 bytea NOT NULL REFERENCES blobs,
  size integer NOT NULL,
  pages integer NOT NULL,
  locale text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (document_id, format)
);

CREATE TABLE deliveries (
  id uuid PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES documents,
  channel channel NOT NULL,
  device_id text REFERENCES devices,
  destination text NOT NULL,
  format text NOT NULL,
  priority smallint NOT NULL,
  -- Order on a device: job as accepted, then place in the job.
  job_id uuid NOT NULL REFERENCES jobs,
  position integer NOT NULL,
  state state NOT NULL DEFAULT 'pending',
  reason_code text,
  reason text,
  evidence evidence,
  possible_duplicate boolean NOT NULL DEFAULT false,
  -- A resend took this one's place: it no longer counts for the document's state.
  superseded boolean NOT NULL DEFAULT false,
  attempts integer NOT NULL DEFAULT 0,
  fence bigint NOT NULL DEFAULT 0,
  lease_until timestamptz(3),
  next_attempt_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX deliveries_document ON deliveries (document_id);
CREATE INDEX deliveries_due ON deliveries (priority, job_id, position) WHERE channel <> 'print' AND state = 'pending';
CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE state = 'processing';
CREATE INDEX deliveries_device ON deliveries (device_id, priority, job_id, position, id) WHERE channel = 'print' AND state IN ('pending', 'processing');
CREATE INDEX deliveries_portal ON deliveries (destination, updated_at DESC) WHERE channel = 'portal' AND state = 'completed';

-- One try. A row without finished_at whose lease has run out means: we began and do not know how it ended.
CREATE TABLE attempts (
  id uuid PRIMARY KEY,
  delivery_id uuid NOT NULL REFERENCES deliveries,
  number integer NOT NULL,
  started_at timestamptz(3) NOT NULL DEFAULT now(),
  finished_at timestamptz(3),
  outcome text,
  code text,
  detail text
);
CREATE INDEX attempts_delivery ON attempts (delivery_id, number);

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL,
  action text NOT NULL,
  job_id uuid,
  document_id uuid,
  delivery_id uuid,
  device_id text,
  from_state state,
  to_state state,
  reason_code text,
  detail text
);
CREATE INDEX audit_document ON audit (document_id, id);
CREATE INDEX audit_job ON audit (job_id, id) WHERE document_id IS NULL;
