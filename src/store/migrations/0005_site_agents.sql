-- Site agents: who may call in, what they were given, what they are asked, and whose SSCC numbers are whose. The same
-- schema serves headquarters and the store of an agent; which tables are filled says which of the two a store is.

-- ── SSCC numbers (GS1 General Specifications §2.2.1, §3.2.1) ──────────────────────────────────────────────────────

-- Headquarters: the next serial that nobody has leased, by company prefix and extension digit.
CREATE TABLE sscc_counters (
  company_prefix text NOT NULL CHECK (company_prefix ~ '^[0-9]{4,12}$'),
  extension smallint NOT NULL CHECK (extension BETWEEN 0 AND 9),
  next bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (company_prefix, extension)
);

-- Serials `first` to `last`, both included, that one site may use. At headquarters: what each site has leased. In an
-- agent's store (`held`): what it may use; `next` moves on in the transaction that gives the number out.
CREATE TABLE sscc_ranges (
  id uuid PRIMARY KEY,
  site_id text NOT NULL,
  epoch integer NOT NULL,
  company_prefix text NOT NULL,
  extension smallint NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL CHECK (last >= first),
  next bigint NOT NULL CHECK (next BETWEEN first AND last + 1),
  held boolean NOT NULL DEFAULT false,
  leased_at timestamptz(3) NOT NULL DEFAULT now(),
  given_up_at timestamptz(3),
  given_up_because text,
  -- The 17 digits before the check digit, as numbers: whatever happens, no number is in two ranges.
  EXCLUDE USING gist (int8range(
    (extension::text || company_prefix || lpad(first::text, 16 - length(company_prefix), '0'))::bigint,
    (extension::text || company_prefix || lpad(last::text, 16 - length(company_prefix), '0'))::bigint, '[]') WITH &&)
);
CREATE INDEX sscc_ranges_site ON sscc_ranges (site_id, first) WHERE given_up_at IS NULL;

-- Numbers that were given out. A number without a row is still free in its range.
CREATE TABLE sscc_numbers (
  sscc text PRIMARY KEY CHECK (length(sscc) = 18),
  range_id uuid NOT NULL REFERENCES sscc_ranges,
  sscc_state text NOT NULL DEFAULT 'reserved' CHECK (sscc_state IN ('free', 'reserved', 'printed', 'suspect', 'bound', 'void')),
  purpose text NOT NULL,
  -- The same request asked twice gets the same numbers.
  request text,
  place integer,
  document_id uuid,
  shipment text,
  reason text,
  taken_at timestamptz(3) NOT NULL DEFAULT now(),
  -- With microseconds: what tells one change from the next.
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Agent: headquarters knows this number as it stands.
  reported boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX sscc_numbers_request ON sscc_numbers (request, place) WHERE request IS NOT NULL;
CREATE INDEX sscc_numbers_shipment ON sscc_numbers (shipment) WHERE shipment IS NOT NULL;
CREATE INDEX sscc_numbers_to_report ON sscc_numbers (updated_at) WHERE NOT reported;

-- ── Headquarters' side ────────────────────────────────────────────────────────────────────────────────────────────

-- A code by which a box at the site becomes its agent: once, and not for long. Only its hash is kept.
CREATE TABLE site_enrolments (
  id uuid PRIMARY KEY,
  site_id text NOT NULL REFERENCES sites,
  code_hash bytea NOT NULL UNIQUE,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3)
);

CREATE TABLE site_agents (
  id uuid PRIMARY KEY,
  site_id text NOT NULL REFERENCES sites,
  -- SHA-256 of the token: 256 random bits, so a slow hash would add nothing.
  token_hash bytea NOT NULL UNIQUE,
  enrolled_at timestamptz(3) NOT NULL DEFAULT now(),
  revoked_at timestamptz(3),
  last_heard_at timestamptz(3),
  version text,
  -- A restored backup begins a new epoch: its reports count anew and its ranges are given up.
  epoch integer NOT NULL DEFAULT 1,
  -- Last report of this epoch that was applied.
  applied bigint NOT NULL DEFAULT 0,
  bundle text,
  -- What the agent last said of itself: waiting, reports on their way, free numbers, devices.
  status jsonb NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX site_agents_live ON site_agents (site_id) WHERE revoked_at IS NULL;

-- Headquarters: deliveries in the hands of an agent. Agent: deliveries that came from headquarters.
CREATE TABLE site_deliveries (
  delivery_id uuid PRIMARY KEY REFERENCES deliveries ON DELETE CASCADE,
  -- Null in an agent's store.
  agent_id uuid REFERENCES site_agents,
  -- Grows when headquarters gives the same delivery once more (released, for one): the agent takes each once.
  generation bigint NOT NULL,
  given_at timestamptz(3) NOT NULL DEFAULT now(),
  arrived_at timestamptz(3)
);
CREATE INDEX site_deliveries_underway ON site_deliveries (agent_id, delivery_id) WHERE arrived_at IS NULL;

-- What is held until one of its numbers is scanned at the site travels there all the same.
CREATE INDEX deliveries_waiting_for_scan ON deliveries (device_id)
  WHERE channel = 'print' AND state = 'held' AND reason_code = 'dispatch.waits-for-scan';

-- What headquarters asks an agent to do with a delivery that is already there.
CREATE TABLE site_requests (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES site_agents,
  delivery_id uuid NOT NULL REFERENCES deliveries ON DELETE CASCADE,
  action text NOT NULL CHECK (action IN ('hold', 'cancel')),
  actor text NOT NULL,
  reason text,
  asked_at timestamptz(3) NOT NULL DEFAULT now(),
  answered_at timestamptz(3),
  -- 'done', or why not.
  answer text
);
CREATE INDEX site_requests_open ON site_requests (agent_id, id) WHERE answered_at IS NULL;

-- What a site was given to work with, as signed: templates, locales, devices. The serial only grows.
CREATE TABLE site_bundles (
  serial bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id text NOT NULL REFERENCES sites,
  version text NOT NULL,
  manifest bytea NOT NULL,
  signature bytea NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX site_bundles_latest ON site_bundles (site_id, serial DESC);

-- ── The agent's side ──────────────────────────────────────────────────────────────────────────────────────────────

-- Who this store is, one row. `stamp` is what the file beside the store looked like when it was last written: a copy
-- or a restored backup of the data folder cannot have the same (docs/site-agent.md).
CREATE TABLE site_identity (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  agent_id uuid NOT NULL,
  site_id text NOT NULL,
  epoch integer NOT NULL,
  -- Set when this store was found to be a restored one, until headquarters has given it a new epoch.
  restored_at timestamptz(3),
  stamp text,
  mark bigint NOT NULL DEFAULT 0,
  -- Last report that was numbered, and last one that headquarters has applied.
  reported bigint NOT NULL DEFAULT 0,
  applied bigint NOT NULL DEFAULT 0
);

-- The outbox: audit entries that headquarters has not confirmed. `seq` is given when an entry is first sent, by the one
-- sender, so that it grows in the order of commit.
CREATE TABLE site_outbox (
  audit_id bigint PRIMARY KEY,
  seq bigint UNIQUE
);
CREATE INDEX site_outbox_unnumbered ON site_outbox (audit_id) WHERE seq IS NULL;

CREATE FUNCTION note_for_headquarters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO site_outbox (audit_id) SELECT id FROM fresh WHERE document_id IS NOT NULL;
  RETURN NULL;
END $$;
-- Only an agent switches it on (store/siteIdentity.ts); at headquarters it costs nothing.
CREATE TRIGGER audit_for_headquarters AFTER INSERT ON audit REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_for_headquarters();
ALTER TABLE audit DISABLE TRIGGER audit_for_headquarters;
