// Numbered steps from an empty database to the present one. A step that has been released is never changed.
// Both databases go through the same steps; they differ only in how a row gets its number.
import { type ColumnDefinitionBuilder, type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** SQLite's own row numbers are 64 bit whatever they are called; at five events an edit, 32 bit would last some years only. */
function numbered(db: Kysely<unknown>) {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter
  return {
    type: postgres ? 'bigint' : 'integer',
    build: (column: ColumnDefinitionBuilder) =>
      // By default, not always: a restored row keeps its number.
      postgres ? column.primaryKey().generatedByDefaultAsIdentity() : column.primaryKey().autoIncrement(),
  } as const
}

export const migrations: Record<string, Migration> = {
  '0001-first-edit': {
    async up(db: Kysely<unknown>) {
      const { schema } = db
      const seq = numbered(db)
      await schema
        .createTable('images')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('width', 'integer', (c) => c.notNull())
        .addColumn('height', 'integer', (c) => c.notNull())
        .addColumn('format', 'text', (c) => c.notNull())
        .addColumn('bytes', 'bigint', (c) => c.notNull())
        .addColumn('sha256', 'text', (c) => c.notNull())
        .addColumn('original_format', 'text')
        .addColumn('original_bytes', 'bigint')
        .addColumn('original_sha256', 'text')
        .addColumn('root_image_id', 'text', (c) => c.notNull())
        .addColumn('edit_id', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
      await schema.createIndex('images_by_kind').on('images').columns(['kind', 'created_at', 'id']).execute()
      await schema.createIndex('images_by_root').on('images').columns(['root_image_id', 'created_at']).execute()
      await schema.createIndex('images_by_sha256').on('images').column('sha256').execute()

      await schema
        .createTable('masks')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('image_id', 'text', (c) => c.notNull().references('images.id').onDelete('cascade'))
        .addColumn('width', 'integer', (c) => c.notNull())
        .addColumn('height', 'integer', (c) => c.notNull())
        .addColumn('sha256', 'text', (c) => c.notNull())
        .addColumn('coverage', 'double precision', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
      await schema.createIndex('masks_by_image').on('masks').column('image_id').execute()

      await schema
        .createTable('edits')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('image_id', 'text', (c) => c.notNull())
        .addColumn('root_image_id', 'text', (c) => c.notNull())
        .addColumn('mask_id', 'text')
        .addColumn('engine', 'text', (c) => c.notNull())
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('operation', 'text')
        .addColumn('prompt', 'text', (c) => c.notNull())
        .addColumn('frame', 'text', (c) => c.notNull())
        .addColumn('aspect_ratio', 'text', (c) => c.notNull())
        .addColumn('seed', 'integer', (c) => c.notNull())
        .addColumn('safety_tolerance', 'integer', (c) => c.notNull())
        .addColumn('output_format', 'text', (c) => c.notNull())
        .addColumn('price_micro_usd', 'bigint', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('life', 'text', (c) => c.notNull())
        .addColumn('due_at', 'bigint')
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', 'bigint')
        .addColumn('fence', 'integer', (c) => c.notNull())
        .addColumn('reserved_at', 'bigint')
        .addColumn('cancel_requested_at', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('queued_at', 'bigint', (c) => c.notNull())
        .addColumn('sent_at', 'bigint')
        .addColumn('received_at', 'bigint')
        .addColumn('stored_at', 'bigint')
        .addColumn('raw_image_id', 'text')
        .addColumn('output_image_id', 'text')
        .addColumn('receipt', 'text')
        .execute()
      await schema.createIndex('edits_by_state').on('edits').columns(['state', 'due_at']).execute()
      await schema.createIndex('edits_by_root').on('edits').columns(['root_image_id', 'created_at']).execute()
      await schema.createIndex('edits_by_time').on('edits').columns(['created_at', 'id']).execute()

      await schema
        .createTable('attempts')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('edit_id', 'text', (c) => c.notNull())
        .addColumn('number', 'integer', (c) => c.notNull())
        .addColumn('engine', 'text', (c) => c.notNull())
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('price_micro_usd', 'bigint', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('sent_width', 'integer', (c) => c.notNull())
        .addColumn('sent_height', 'integer', (c) => c.notNull())
        .addColumn('sent_bytes', 'bigint', (c) => c.notNull())
        .addColumn('detail', 'text')
        .addColumn('started_at', 'bigint', (c) => c.notNull())
        .addColumn('ended_at', 'bigint')
        .addUniqueConstraint('attempts_by_edit', ['edit_id', 'number'])
        .execute()

      await schema
        .createTable('ledger')
        .addColumn('seq', seq.type, seq.build)
        .addColumn('edit_id', 'text', (c) => c.notNull())
        .addColumn('attempt_id', 'text')
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('amount_micro_usd', 'bigint', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .execute()
      await schema.createIndex('ledger_by_edit').on('ledger').column('edit_id').execute()

      await schema
        .createTable('spend')
        .addColumn('period', 'text', (c) => c.primaryKey())
        .addColumn('reserved', 'bigint', (c) => c.notNull().check(sql`reserved >= 0`))
        .addColumn('charged', 'bigint', (c) => c.notNull().check(sql`charged >= 0`))
        .addColumn('unknown', 'bigint', (c) => c.notNull().check(sql`unknown >= 0`))
        .execute()

      await schema
        .createTable('events')
        .addColumn('seq', seq.type, seq.build)
        .addColumn('edit_id', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .execute()

      await schema
        .createTable('idempotency_keys')
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('body_sha256', 'text', (c) => c.notNull())
        .addColumn('edit_id', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('idempotency_keys_pk', ['scope', 'key'])
        .execute()
    },
  },
  '0002-engine-pauses': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('engine_pauses')
        .addColumn('engine', 'text', (c) => c.primaryKey())
        .addColumn('code', 'text', (c) => c.notNull())
        .addColumn('since', 'bigint', (c) => c.notNull())
        .addColumn('trial', 'integer', (c) => c.notNull())
        .execute()
      await db.schema.createIndex('edits_by_engine').on('edits').columns(['engine', 'state']).execute()
    },
  },
  '0003-crop': {
    async up(db: Kysely<unknown>) {
      // Null for masks stored before: they are measured when they are asked for.
      await db.schema.alterTable('masks').addColumn('bounds', 'text').execute()
      // Null for edits of the whole image, and those from before.
      await db.schema.alterTable('edits').addColumn('crop', 'text').execute()
    },
  },
  '0004-chain': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('edits').addColumn('after_edit_id', 'text').execute()
      await db.schema.createIndex('edits_by_after').on('edits').column('after_edit_id').execute()
    },
  },
  '0005-finding-by-hash': {
    async up({ schema }: Kysely<unknown>) {
      // Whether anything still needs an object is asked for every object that is deleted or swept.
      await schema.createIndex('images_by_original').on('images').column('original_sha256').execute()
      await schema.createIndex('masks_by_sha256').on('masks').column('sha256').execute()
      await schema.createIndex('attempts_by_time').on('attempts').column('started_at').execute()
      await schema.createIndex('idempotency_keys_by_time').on('idempotency_keys').column('created_at').execute()
    },
  },
  '0006-refinement': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('edits').addColumn('refinement', 'text').execute()
    },
  },
  '0007-keys-and-edits-by-image': {
    async up(db: Kysely<unknown>) {
      // Keys make pictures and masks, too.
      await db.schema.alterTable('idempotency_keys').renameColumn('edit_id', 'made_id').execute()
      // The edits of one picture are asked for with every page of the editor.
      await db.schema.createIndex('edits_by_image').on('edits').columns(['image_id', 'created_at']).execute()
    },
  },
  '0008-engine-profiles': {
    async up({ schema }: Kysely<unknown>) {
      await schema
        .createTable('engine_profiles')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('settings', 'text', (c) => c.notNull())
        .addColumn('sealed_key', 'text')
        .addColumn('revision', 'integer', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
      await schema
        .createTable('engine_facts')
        .addColumn('engine', 'text', (c) => c.primaryKey())
        .addColumn('test', 'text')
        .addColumn('probe', 'text')
        .addColumn('probe_edit_id', 'text')
        .execute()
      await schema
        .createTable('budget_limits')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('day', 'bigint')
        .addColumn('month', 'bigint')
        .execute()
    },
  },
  '0009-batches': {
    async up(db: Kysely<unknown>) {
      const { schema } = db
      await schema
        .createTable('batches')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('layout', 'text', (c) => c.notNull())
        .addColumn('concurrency', 'integer', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('hold', 'text')
        .addColumn('resumed_at', 'bigint', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
      await schema.createIndex('batches_by_state').on('batches').column('state').execute()
      await schema.createIndex('batches_by_time').on('batches').columns(['created_at', 'id']).execute()
      await schema
        .createTable('batch_rows')
        .addColumn('batch_id', 'text', (c) => c.notNull())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addColumn('image_id', 'text', (c) => c.notNull())
        .addColumn('image_name', 'text', (c) => c.notNull())
        .addColumn('request', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('error', 'text')
        .addColumn('verdict', 'text')
        .addPrimaryKeyConstraint('batch_rows_pk', ['batch_id', 'position'])
        .execute()
      await schema
        .createIndex('batch_rows_by_state')
        .on('batch_rows')
        .columns(['batch_id', 'state', 'position'])
        .execute()
      await schema.createIndex('batch_rows_by_image').on('batch_rows').column('image_id').execute()
      // Null for edits that were asked for by themselves.
      await schema.alterTable('edits').addColumn('batch_id', 'text').execute()
      await schema.alterTable('edits').addColumn('batch_position', 'integer').execute()
      await schema.alterTable('edits').addColumn('batch_step', 'integer').execute()
      await schema.alterTable('edits').addColumn('composition', 'text').execute()
      await schema.createIndex('edits_by_batch').on('edits').columns(['batch_id', 'batch_position']).execute()
      await schema.alterTable('events').addColumn('batch_id', 'text').execute()
      await schema.alterTable('events').addColumn('batch_position', 'integer').execute()
      await schema
        .createTable('recipes')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('steps', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
    },
  },
  '0010-usage-prompts-variations': {
    async up(db: Kysely<unknown>) {
      const { schema } = db
      // A period's edits and reservations are found by time.
      await schema.createIndex('edits_by_asking').on('edits').column('queued_at').execute()
      await schema.createIndex('ledger_by_time').on('ledger').columns(['kind', 'at']).execute()

      await schema.alterTable('edits').addColumn('variation_set_id', 'text').execute()
      await schema.createIndex('edits_by_variation_set').on('edits').column('variation_set_id').execute()

      await schema
        .createTable('starred_prompts')
        .addColumn('id', 'text', (c) => c.primaryKey())
        // Of the prompt: a long text makes no key on PostgreSQL.
        .addColumn('sha256', 'text', (c) => c.notNull().unique())
        .addColumn('prompt', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
    },
  },
  '0011-agreed-prices': {
    // Null for batches from before: what was shown then is not known.
    up: (db: Kysely<unknown>) => db.schema.alterTable('batches').addColumn('prices', 'text').execute(),
  },
}
