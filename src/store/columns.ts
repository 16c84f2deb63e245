/** SELECT lists that give rows the shape of the model: one place per type, the table's alias in the name. */

/** `Job` from `jobs j`. */
export const jobColumns = `j.id, j.state, j.reason_code AS "reasonCode", j.reason, j.format, j.accepted, j.refused,
  j.received_at AS "receivedAt", j.accepted_at AS "acceptedAt"`;

/** `Document` from `documents d`. */
export const documentColumns = `d.id, d.job_id AS "jobId", d.position, d.type, d.number, d.reference,
  d.recipient_id AS "recipientId", d.recipient_name AS "recipientName", d.sender_id AS "senderId",
  d.site_id AS "siteId", d.locale, d.state, d.reason_code AS "reasonCode", d.reason, d.priority,
  d.created_at AS "createdAt", d.updated_at AS "updatedAt"`;

/** `Rendition` from `renditions r`. */
export const renditionColumns = `r.id, r.document_id AS "documentId", r.format, r.dpi, encode(r.sha256, 'hex') AS sha256,
  r.size, r.pages, r.locale, r.created_at AS "createdAt"`;

/** `Delivery` from `deliveries v`. */
export const deliveryColumns = `v.id, v.document_id AS "documentId", v.channel, v.device_id AS "deviceId", v.destination,
  v.format, v.state, v.reason_code AS "reasonCode", v.reason, v.evidence, v.possible_duplicate AS "possibleDuplicate",
  v.attempts, v.next_attempt_at AS "nextAttemptAt", v.created_at AS "createdAt", v.updated_at AS "updatedAt"`;

/** `Attempt` from `attempts a`. */
export const attemptColumns = `a.id, a.delivery_id AS "deliveryId", a.number, a.started_at AS "startedAt",
  a.finished_at AS "finishedAt", a.outcome, a.code, a.detail`;

/** `AuditEntry` from `audit e`. */
export const auditColumns = `e.id, e.at, e.actor, e.action, e.job_id AS "jobId", e.document_id AS "documentId",
  e.delivery_id AS "deliveryId", e.device_id AS "deviceId", e.from_state AS "fromState", e.to_state AS "toState",
  e.reason_code AS "reasonCode", e.detail`;
