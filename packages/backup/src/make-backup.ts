import { createReadStream, existsSync, globSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'

import { copyAccess } from '@lagebild/access/backup-copy.ts'
import { copySharedAccess } from '@lagebild/access/replica/backup.ts'
import { copyJournal } from '@lagebild/journal/backup/copy-journal.ts'
import type { BackupSource } from '@lagebild/journal/backup/port.ts'
import { signCheckpoint } from '@lagebild/journal/checkpoint.ts'
import { takeLock } from '@lagebild/journal/lock.ts'
import type { Lock } from '@lagebild/journal/lock.ts'
import { openNodeKey } from '@lagebild/journal/node-key.ts'
import type { NodeKey } from '@lagebild/journal/node-key.ts'
import { copySharedPhotos } from '@lagebild/journal/photos/shared-copy.ts'
import { PHOTO_FILE } from '@lagebild/journal/photos/sqlite.ts'
import { copySharedRejects } from '@lagebild/journal/rejects/shared-copy.ts'
import { REJECT_FILE } from '@lagebild/journal/rejects/tables.ts'
import { ACCESS_OPERATION } from '@lagebild/model/access/access-operation.ts'
import { seq as toSeq } from '@lagebild/model/ids.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import { syncFolder, writeDurably } from './durable.ts'
import { backupName, backupsIn, bytesOf, FORMAT, MANIFEST } from './manifest.ts'
import type { KeptJournal, Manifest, Part } from './manifest.ts'
import { fileOf, writePart } from './parts.ts'
import type { Room } from './parts.ts'
import { BackupRefusal } from './refusal.ts'
import { newSealKey } from './sealing.ts'

export type BackupOptions = {
	readonly dataFolder: string
	/** Where several hubs share it: of the tables of access. */
	readonly database?: string | undefined
	/** Where backups lie, each in a folder of its own. */
	readonly folder: string
	readonly source: BackupSource
	/** Settings without secrets. */
	readonly configuration: unknown
	readonly version: string
	/** Wall clock, ms. */
	readonly now: () => number
	readonly passphrase?: string | undefined
	readonly onProgress?: ((step: Progress) => void) | undefined
}

/** `done` of `of` entries of one journal. */
export type Progress = { readonly operation: string; readonly done: number; readonly of: number }

export type MadeBackup = { readonly folder: string; readonly manifest: Manifest; readonly bytes: number }

/** Left free on the disk beside what the backup is going to take. */
const SPARE_BYTES = 100_000_000

/**
 * Makes a backup while hubs write (J30–J32, J34).
 * @throws BackupRefusal, or BrokenJournal when a chain does not hold; nothing is left then but what was there before
 */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
	mkdirSync(options.folder, { recursive: true, mode: 0o700 })
	const lock = lockFolder(options)
	try {
		for (const name of readdirSync(options.folder)) if (name.endsWith(PART)) rmSync(path.join(options.folder, name), { recursive: true })
		await checkSpace(options)
		return await makeWhole(options)
	} finally {
		lock.release()
	}
}

/** A folder of this ending is a backup that is being made, or one that was never finished. */
const PART = '.part'

function lockFolder({ folder, now }: BackupOptions): Lock {
	const since = new Date(now()).toISOString()
	const taken = takeLock(path.join(folder, 'backup.lock'), { pid: process.pid, since, command: 'backup' })
	if (taken.ok) return taken.value
	const { holder } = taken.fault
	throw new BackupRefusal(
		`A backup into ${folder} is being made by ${holder ? `process ${holder.pid} since ${holder.since}` : 'another process'}.`,
	)
}

/** The journals uncompressed are more than they ever take in the backup. */
async function checkSpace({ dataFolder, folder, source }: BackupOptions): Promise<void> {
	const beside = ['access.db', REJECT_FILE, PHOTO_FILE].map(
		(name) => statSync(path.join(dataFolder, name), { throwIfNoEntry: false })?.size ?? 0,
	)
	const needed = (await source.size()) + beside.reduce((sum, bytes) => sum + bytes, 0) + SPARE_BYTES
	const { bavail, bsize } = statfsSync(folder)
	if (bavail * bsize < needed)
		throw new BackupRefusal(
			`There is no room for a backup in ${folder}: ${megabytes(bavail * bsize)} MB are free, ${megabytes(needed)} MB are needed.`,
		)
}

function megabytes(bytes: number): number {
	return Math.round(bytes / 1_000_000)
}

async function makeWhole(options: BackupOptions): Promise<MadeBackup> {
	const { folder, now, passphrase } = options
	const begun = now()
	const whole = freeName(path.join(folder, backupName(begun)))
	const part = `${whole}${PART}`
	mkdirSync(part, { mode: 0o700 })
	try {
		const key = passphrase === undefined ? undefined : await newSealKey(passphrase)
		const manifest = await writeAll(options, { folder: part, key }, begun)
		writeDurably(path.join(part, MANIFEST), `${JSON.stringify(manifest, undefined, '\t')}\n`)
		for (const name of globSync('**/', { cwd: part })) syncFolder(path.join(part, name))
		renameSync(part, whole)
		syncFolder(folder)
		return { folder: whole, manifest, bytes: bytesOf(manifest) }
	} catch (error) {
		rmSync(part, { recursive: true, force: true })
		throw error instanceof Error && 'code' in error && error.code === 'ENOSPC'
			? new BackupRefusal(`The disk of ${folder} became full; no backup was made.`)
			: error
	}
}

function freeName(wanted: string): string {
	let name = wanted
	for (let n = 2; existsSync(name); n++) name = `${wanted}-${n}`
	return name
}

/**
 * Tables of access first and the access journal last: what was given out meanwhile is then known to the directory and opens nothing, what was
 * taken away is taken away, and no journal speaks of a newer grant than the directory.
 */
async function writeAll(options: BackupOptions, room: Room, begun: number): Promise<Manifest> {
	const { dataFolder, source, version, configuration } = options
	const nodeKey = openNodeKey(path.join(dataFolder, 'secrets', 'node-key.pem'))
	const files: Part[] = [...(await writeDatabases(options, room))]
	const journals: Kept[] = []
	for (const operation of inOrder(await source.operations()))
		journals.push(await writeJournal(options, room, { operation, nodeKey, begun }))
	for (const name of secretsIn(dataFolder)) files.push(await writePart(room, name, createReadStream(path.join(dataFolder, name))))
	files.push(await writePart(room, 'configuration.json', Readable.from([JSON.stringify(configuration, undefined, '\t')])))
	return {
		format: FORMAT,
		version,
		at: new Date(begun).toISOString(),
		node: nodeKey.publicKey,
		...(room.key && { sealed: room.key.how }),
		journals: journals.map(({ kept }) => kept),
		files: [...journals.map(({ part }) => part), ...files],
		checkpoints: journals.map(({ checkpoint }) => checkpoint),
	}
}

function inOrder(operations: readonly OperationId[]): readonly OperationId[] {
	return [...operations.filter((id) => id !== ACCESS_OPERATION).toSorted(), ...operations.filter((id) => id === ACCESS_OPERATION)]
}

type Kept = { readonly kept: KeptJournal; readonly part: Part; readonly checkpoint: Manifest['checkpoints'][number] }
type Journalled = { readonly operation: OperationId; readonly nodeKey: NodeKey; readonly begun: number }

async function writeJournal({ source, onProgress }: BackupOptions, room: Room, { operation, nodeKey, begun }: Journalled): Promise<Kept> {
	const name = journalPart(operation)
	let part: Part | undefined
	const of = await source.head(operation)
	const copy = await copyJournal({
		source,
		operation,
		sink: async (lines) => {
			part = await writePart(room, name, lines)
		},
		onEntry: (done) => onProgress?.({ operation, done, of: Math.max(of, done) }),
	})
	if (!part) throw new Error(`the journal of ${operation} was not written`)
	const { seq, hash, epoch, erased, metadata } = copy
	const signed = signCheckpoint({ operation, epoch, seq: toSeq(seq), hash, at: instant(begun) }, nodeKey)
	const kept = { operation, name: metadata.name, status: metadata.status, file: fileOf(name, room.key), seq, hash, epoch, erased }
	return { kept, part, checkpoint: signed }
}

export function journalPart(operation: string): string {
	return `journals/${operation}.ndjson`
}

/** Copies that SQLite makes, each as it is at one moment. */
async function writeDatabases(options: BackupOptions, room: Room): Promise<readonly Part[]> {
	const parts: Part[] = []
	for (const [name, copy] of DATABASES) {
		const draft = path.join(room.folder, `${name}.draft`)
		if (!(await copy(options, draft))) continue
		parts.push(await writePart(room, name, createReadStream(draft)))
		rmSync(draft)
	}
	return parts
}

const DATABASES = [
	['access.db', copyTables],
	[REJECT_FILE, copyRejects],
	[PHOTO_FILE, copyPhotos],
] as const

async function copyTables({ dataFolder, database }: BackupOptions, to: string): Promise<boolean> {
	if (database === undefined) return copyAccess(dataFolder, to)
	await copySharedAccess(database, to)
	return true
}

async function copyRejects(options: BackupOptions, to: string): Promise<boolean> {
	if (options.database === undefined) return copyFile(options, REJECT_FILE, to)
	await copySharedRejects(options.database, to)
	return true
}

async function copyPhotos(options: BackupOptions, to: string): Promise<boolean> {
	if (options.database === undefined) return copyFile(options, PHOTO_FILE, to)
	return copySharedPhotos(options.database, to)
}

function copyFile({ dataFolder }: BackupOptions, name: string, to: string): boolean {
	const file = path.join(dataFolder, name)
	if (!existsSync(file)) return false
	const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
	try {
		database.prepare('vacuum into ?').run(to)
		return true
	} finally {
		database.close()
	}
}

/** The node's key, and the local authority that the tablets trust. No key or code by which somebody comes in. */
function secretsIn(dataFolder: string): readonly string[] {
	return globSync(['secrets/node-key.pem', 'secrets/lan/*/*'], { cwd: dataFolder, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(dataFolder, path.join(entry.parentPath, entry.name)))
}

/** Keeps the newest of those that this node made, and deletes the rest; those of another node are not its to delete. */
export function dropOldBackups(folder: string, { keep, node }: { readonly keep: number; readonly node: string }): readonly string[] {
	const old = backupsIn(folder)
		.filter(({ manifest }) => manifest.node === node)
		.slice(keep)
		.map((backup) => backup.folder)
	for (const one of old) rmSync(one, { recursive: true })
	return old
}
