/** The audit log: rows are written once, sealed once, and never changed or removed, whoever is connected. */
export const AUDIT_STATEMENTS = [
  `create table audit (
    id text primary key,
    seq bigint generated always as identity,
    time timestamptz not null,
    user_id text, user_email text, role text, address text not null,
    action text not null, phase text not null, answers text,
    recording_id text collate "C", search_id text,
    details jsonb not null, reason text, result text,
    key_id text, chain_pos bigint unique, hash text)`,
  `create unique index audit_seq on audit (seq desc)`,
  `create index audit_unsealed on audit (seq) where chain_pos is null`,
  `create index audit_asked on audit (time) where phase = 'asked'`,
  `create index audit_answers on audit (answers) where answers is not null`,
  `create index audit_recording on audit (recording_id, seq desc) where recording_id is not null`,
  `create index audit_user on audit (user_id, seq desc)`,
  `create index audit_email on audit (lower(user_email), seq desc)`,
  `create index audit_action on audit (action, seq desc)`,
  `create table audit_head (id int primary key check (id = 1), chain_pos bigint not null, hash text not null, sealed timestamptz)`,
  `insert into audit_head (id, chain_pos, hash) values (1, 0, '')`,
  `create function audit_guard() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' and old.chain_pos is null and new.chain_pos is not null
      and new.hash is not null and new.key_id is not null
      and (to_jsonb(new) - array['key_id', 'chain_pos', 'hash']) = (to_jsonb(old) - array['key_id', 'chain_pos', 'hash'])
    then
      return new;
    end if;
    raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
  end $$`,
  `create trigger audit_guard_rows before update or delete on audit for each row execute function audit_guard()`,
  `create trigger audit_guard_table before truncate on audit for each statement execute function audit_guard()`,
];
