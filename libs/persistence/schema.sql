-- What the migrations in src/migrations build. Written by "npm run generate"; do not edit.

TABLE deposits WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=10000)
  id uuid NOT NULL
  ordinal bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  letter uuid NOT NULL
  channel text NOT NULL
  conversation_id text NOT NULL
  step smallint NOT NULL
  state text NOT NULL DEFAULT 'started'::text
  reference text
  started_at timestamp with time zone NOT NULL DEFAULT now()
  accepted_at timestamp with time zone
  next_poll_at timestamp with time zone
  poll_hinted boolean NOT NULL DEFAULT false
  polls integer NOT NULL DEFAULT 0
  lease_owner text
  lease_until timestamp with time zone
  CONSTRAINT deposits_channel_conversation_id UNIQUE (channel, conversation_id)
  CONSTRAINT deposits_pkey PRIMARY KEY (id)
  CREATE INDEX deposits_channel_reference ON deposits USING btree (channel, reference) WHERE (reference IS NOT NULL)
  CREATE INDEX deposits_letter ON deposits USING btree (letter)
  CREATE INDEX deposits_to_poll ON deposits USING btree (channel, next_poll_at) WHERE (next_poll_at IS NOT NULL)

TABLE documents
  id uuid NOT NULL
  sender text NOT NULL
  supplier text
  media_type text NOT NULL
  size bigint NOT NULL
  sha256 text NOT NULL
  wrapped_key bytea NOT NULL
  uploaded_at timestamp with time zone NOT NULL
  expires_at timestamp with time zone NOT NULL
  letter uuid
  CONSTRAINT documents_pkey PRIMARY KEY (id)
  CREATE INDEX documents_unused ON documents USING btree (expires_at) WHERE (letter IS NULL)

TABLE letter_contents WITH (toast_tuple_target=8160)
  letter uuid NOT NULL
  sealed bytea NOT NULL STORAGE EXTERNAL
  wrapped_key bytea NOT NULL
  sealed_recipient bytea
  CONSTRAINT letter_contents_pkey PRIMARY KEY (letter)

TABLE letter_events WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=10000)
  id uuid NOT NULL
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  letter uuid
  sender text NOT NULL
  supplier text
  subject text NOT NULL
  conversation_id text
  reference text
  sequence integer
  type text NOT NULL
  status_after text NOT NULL
  at timestamp with time zone NOT NULL
  recorded_at timestamp with time zone NOT NULL DEFAULT now()
  data jsonb NOT NULL
  source_key text
  published_at timestamp with time zone
  CONSTRAINT letter_events_letter_sequence UNIQUE (letter, sequence)
  CONSTRAINT letter_events_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX letter_events_source_key ON letter_events USING btree (source_key) WHERE (source_key IS NOT NULL)
  CREATE INDEX letter_events_unpublished ON letter_events USING btree ("position") WHERE (published_at IS NULL)
  CREATE INDEX letter_events_without_letter ON letter_events USING btree (sender, subject) WHERE (letter IS NULL)

TABLE letters WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=10000)
  id uuid NOT NULL
  sender text NOT NULL
  supplier text
  letter_id text NOT NULL
  conversation_id text NOT NULL
  reference text
  priority smallint NOT NULL
  legal_effect text NOT NULL
  recipient_kind text NOT NULL
  recipient_key bytea NOT NULL
  content_hash bytea NOT NULL
  state text NOT NULL DEFAULT 'received'::text
  resume_state text
  version integer NOT NULL DEFAULT 1
  next_sequence integer NOT NULL DEFAULT 2
  plan jsonb
  step_index smallint NOT NULL DEFAULT 0
  channel text GENERATED ALWAYS AS ((((plan -> 'steps'::text) -> (step_index)::integer) ->> 'channel'::text)) STORED
  attempts integer NOT NULL DEFAULT 0
  last_failure jsonb
  received_at timestamp with time zone NOT NULL
  available_from timestamp with time zone
  expires_at timestamp with time zone
  read_deadline_at timestamp with time zone
  due_at timestamp with time zone
  lease_owner text
  lease_until timestamp with time zone
  CONSTRAINT letters_pkey PRIMARY KEY (id)
  CONSTRAINT letters_sender_letter_id UNIQUE (sender, letter_id)
  CREATE INDEX letters_due ON letters USING btree (priority, due_at) WHERE (due_at IS NOT NULL)
  CREATE INDEX letters_open ON letters USING btree (state, received_at) WHERE (state <> ALL (ARRAY['delivered'::text, 'opened'::text]))
  CREATE INDEX letters_received_at ON letters USING btree (received_at, id)

TABLE poller_leases
  name text NOT NULL
  owner text NOT NULL
  until timestamp with time zone NOT NULL
  CONSTRAINT poller_leases_pkey PRIMARY KEY (name)

TABLE provider_receipts
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  channel text NOT NULL
  source_id text NOT NULL
  raw bytea NOT NULL
  raw_media_type text NOT NULL
  received_at timestamp with time zone NOT NULL
  verdict text NOT NULL
  event_type text
  event_at timestamp with time zone
  reason jsonb
  deposit uuid
  letter uuid
  CONSTRAINT provider_receipts_channel_source_id UNIQUE (channel, source_id)
  CONSTRAINT provider_receipts_pkey PRIMARY KEY (id)
  CREATE INDEX provider_receipts_letter ON provider_receipts USING btree (letter) WHERE (letter IS NOT NULL)
  CREATE INDEX provider_receipts_to_look_at ON provider_receipts USING btree (verdict, id) WHERE (verdict <> 'recorded'::text)
