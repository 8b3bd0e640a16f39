import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

import { openAccess } from '@lagebild/access/store.ts'
import { BrokenJournal } from '@lagebild/journal/backup/check-kept.ts'
import { rebuildJournal } from '@lagebild/journal/backup/rebuild-journal.ts'
import { sqliteTarget } from '@lagebild/journal/backup/sqlite-target.ts'
import { readCheckpoint, signatureHolds } from '@lagebild/journal/checkpoint.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { ACCESS_OPERATION } from '@lagebild/model/access/access-operation.ts'
import { instant } from '@lagebild/model/time.ts'

import { syncFolder } from './durable.ts'
import { journalPart } from './make-backup.ts'
import type { Progress } from './make-backup.ts'
import { readManifest } from './manifest.ts'
import type { KeptJournal, Manifest } from './manifest.ts'
import { checkPart, fileOf, linesOf, readPart } from './parts.ts'
import type { Room } from './parts.ts'
import { BackupRefusal } from './refusal.ts'
import { refuseConnected, restoreShared } from './restore-shared.ts'
import { sealKey } from './sealing.ts'
import { finishHeld, lockFile, lockJournals, swap } from './swap.ts'
import type { Swap } from './swap.ts'

export type RestoreOptions = {
	/** Of the backup. */
	readonly backup: string
	readonly dataFolder: string
	/** Where several hubs share it: takes journals and access in place of the data folder. */
	readonly database?: string | undefined
	/** Only this one; everything else stays as it is. */
	readonly operation?: string | undefined
	readonly passphrase?: string | undefined
	/** Whom the entry `restored` names. */
	readonly by: string
	/** Wall clock, ms. */
	readonly now: () => number
	readonly onProgress?: ((step: Progress) => void) | undefined
}

export type Restored = {
	readonly manifest: Manifest
	readonly journals: readonly KeptJournal[]
	/** Where what was there is now: a folder, absolute; undefined when there was nothing. */
	readonly aside: string | undefined
	/** The same in the database: a schema. */
	readonly schema?: string
	/** Operations that were there and that the backup does not know. */
	readonly gone: readonly string[]
}

/**
 * Puts a backup in the place of what is there (J31–J34).
 * @throws BackupRefusal, or BrokenJournal when a chain does not hold; what is there then stays as it is
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
	const { dataFolder } = options
	mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
	const held = { dataFolder, command: 'restore' }
	const whole = lockFile(path.join(dataFolder, 'supervisor.lock'), held)
	try {
		const journals = lockJournals(dataFolder, held.command)
		try {
			finishHeld(dataFolder)
			return await restoreHeld(options)
		} finally {
			journals.release()
		}
	} finally {
		whole.release()
	}
}

async function restoreHeld(options: RestoreOptions): Promise<Restored> {
	const { backup, dataFolder, now } = options
	const manifest = readManifest(backup)
	if (options.database !== undefined) await refuseConnected(options.database)
	const wanted = wantedIn(manifest, options)
	const stamp = new Date(now()).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
	const staged = `restoring-${stamp}`
	for (const left of readdirSync(dataFolder).filter((name) => name.startsWith('restoring-')))
		rmSync(path.join(dataFolder, left), { recursive: true })
	try {
		const staging = { manifest, wanted, staged: path.join(dataFolder, staged) }
		const come = await stage(options, staging)
		if (options.database !== undefined) {
			const schema = asideFor(now())
			const gone = await restoreShared(options.database, { ...options, ...staging, schema, come })
			return { ...swapIn(options, staging, { stamp, come: come.filter((name) => name.startsWith('secrets/')), go: [HEADS] }), schema, gone }
		}
		const journals = wanted.map(({ operation }) => journalFile(operation))
		const foreign = options.operation === undefined ? journalsIn(dataFolder).filter((file) => !journals.includes(file)) : []
		return {
			...swapIn(options, staging, { stamp, come, go: [...foreign, HEADS] }),
			gone: foreign.map((file) => path.basename(file, '.db')),
		}
	} catch (error) {
		if (!existsSync(path.join(dataFolder, 'restore.json'))) rmSync(path.join(dataFolder, staged), { recursive: true, force: true })
		throw error
	}
}

/** Schema that takes what was there, to the millisecond: two restores in one second are two. */
function asideFor(at: number): string {
	return `before_restore_${new Date(at).toISOString().replaceAll(/[-:.]/g, '').toLowerCase()}`
}

type Swapped = Pick<Swap, 'come' | 'go'> & { readonly stamp: string }

function swapIn(
	{ dataFolder }: RestoreOptions,
	{ manifest, wanted, staged }: Staging,
	{ stamp, come, go }: Swapped,
): Omit<Restored, 'gone'> {
	const aside = `before-restore-${stamp}`
	swap(dataFolder, { staged: path.basename(staged), aside, come, go })
	const moved = path.join(dataFolder, aside)
	return { manifest, journals: wanted, aside: existsSync(moved) ? moved : undefined }
}

/** Where the hub noted how far the journals were: what is restored is another incarnation, and not behind. */
const HEADS = 'heads.json'

function wantedIn({ journals }: Manifest, { operation, backup }: RestoreOptions): readonly KeptJournal[] {
	if (operation === undefined) return journals
	if (operation === ACCESS_OPERATION)
		throw new BackupRefusal('Who may come in is restored with everything or not at all: leave --operation away.')
	const found = journals.filter((journal) => journal.operation === operation)
	if (found.length > 0) return found
	throw new BackupRefusal(`${backup} has no operation "${operation}". It has ${journals.map((journal) => journal.operation).join(', ')}.`)
}

function journalFile(operation: string): string {
	return `journals/${operation}.db`
}

function journalsIn(dataFolder: string): readonly string[] {
	return readdirSync(path.join(dataFolder, 'journals'))
		.filter((name) => name.endsWith('.db'))
		.map((name) => `journals/${name}`)
}

type Staging = { readonly manifest: Manifest; readonly wanted: readonly KeptJournal[]; /** Absolute. */ readonly staged: string }

/** @returns what was put together there, durable */
async function stage(options: RestoreOptions, staging: Staging): Promise<readonly string[]> {
	const { manifest, wanted, staged } = staging
	const room = await roomOf(options, manifest)
	const beside = options.operation === undefined ? besideIn(manifest, room) : []
	const files = new Set([...wanted.map(({ file }) => file), ...beside.map((name) => fileOf(name, room.key))])
	for (const part of manifest.files) if (files.has(part.file)) await checkPart(room.folder, part)
	mkdirSync(path.join(staged, 'journals'), { recursive: true, mode: 0o700 })
	for (const journal of wanted) await stageJournal(options, room, { ...staging, journal })
	for (const name of beside) await stageFile(room, name, path.join(staged, name))
	await beginEpochs(options, staging)
	if (beside.includes('access.db')) endOwnKeys(staged, options.now)
	for (const folder of [
		'',
		...readdirSync(staged, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map((entry) => path.relative(staged, path.join(entry.parentPath, entry.name))),
	])
		syncFolder(path.join(staged, folder))
	return [...wanted.map(({ operation }) => journalFile(operation)), ...beside]
}

async function roomOf({ backup, passphrase }: RestoreOptions, { sealed }: Manifest): Promise<Room> {
	if (!sealed) return { folder: backup, key: undefined }
	if (passphrase === undefined) throw new BackupRefusal('The backup is sealed: give its passphrase in LAGEBILD_BACKUP_PASSPHRASE.')
	return { folder: backup, key: await sealKey(passphrase, sealed) }
}

/** What lies beside the journals and belongs into the data folder. The configuration is for a person to compare. */
function besideIn({ files, journals }: Manifest, { key }: Room): readonly string[] {
	const own = new Set(journals.map(({ file }) => file))
	const end = fileOf('', key)
	const names = files.filter(({ file }) => !own.has(file) && file.endsWith(end)).map(({ file }) => file.slice(0, -end.length))
	return names.filter((name) => name !== 'configuration.json')
}

async function stageFile(room: Room, name: string, to: string): Promise<void> {
	mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 })
	await pipeline(readPart(room, name), createWriteStream(to, { mode: 0o600, flush: true }))
}

async function stageJournal(
	{ onProgress }: RestoreOptions,
	room: Room,
	{ journal, manifest, staged }: Staging & { readonly journal: KeptJournal },
): Promise<void> {
	const { operation, seq, hash, epoch } = journal
	const lines = linesOf(readPart(room, journalPart(operation)))
	const rebuilt = await rebuildJournal(operation, lines, {
		target: sqliteTarget(path.join(staged, journalFile(operation))),
		onEntry: (done) => onProgress?.({ operation, done, of: seq }),
	})
	if (rebuilt.seq !== seq || rebuilt.hash !== hash || rebuilt.epoch !== epoch)
		throw new BrokenJournal(operation, { seq: rebuilt.seq, reason: `the manifest says that it ends at ${seq}, with another hash or epoch` })
	const checkpoint = readCheckpoint(manifest.checkpoints.find((one) => one.operation === operation))
	if (!checkpoint || !signatureHolds(checkpoint) || checkpoint.seq !== seq || checkpoint.hash !== hash)
		throw new BrokenJournal(operation, { seq, reason: 'the manifest has no checkpoint whose signature holds' })
}

/** J12: whoever followed the journal that was there loads afresh, and offers again what this one lost. */
async function beginEpochs({ by, now, dataFolder }: RestoreOptions, { manifest, wanted, staged }: Staging): Promise<void> {
	const own = path.join(staged, 'secrets', 'node-key.pem')
	const keyFile = existsSync(own) ? own : path.join(dataFolder, 'secrets', 'node-key.pem')
	const store = await openSqliteStore({ folder: path.join(staged, 'journals'), now, keyFile })
	try {
		for (const { operation } of wanted) {
			const journal = await store.open(operation)
			if (!journal) throw new Error(`the journal of ${operation} was not put together`)
			await journal.beginEpoch({ by, reason: `restored from the backup of ${manifest.at}` })
			await journal.checkpoint(instant(now()))
		}
	} finally {
		await store.close()
	}
}

/** Programs of a machine make their keys anew; those of the machine that was backed up are ended, not only without a secret. */
function endOwnKeys(staged: string, now: () => number): void {
	const access = openAccess({ folder: staged, now })
	try {
		for (const { id, madeBy } of access.keys()) if (madeBy === 'system') access.revokeKeyById(id, 'system')
	} finally {
		access.close()
	}
}
