import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

import { Status } from '@lagebild/model/event.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import * as z from 'zod'

import { BackupRefusal } from './refusal.ts'

/** Raised when an older program could misread a backup. */
export const FORMAT = 1

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

const CheckpointShape = z.strictObject({
	operation: OperationId,
	epoch: z.string(),
	seq: z.int().min(0),
	hash: Hash,
	at: z.number(),
	signature: z.string(),
	publicKey: z.string(),
})

const Part = z.strictObject({
	/** Path within the backup. */
	file: z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/),
	bytes: z.int().min(0),
	sha256: Hash,
})
export type Part = z.infer<typeof Part>

const Sealed = z.strictObject({
	scrypt: z.strictObject({ n: z.int().max(1_048_576), r: z.int().max(32), p: z.int().max(16) }),
	salt: z.string(),
	/** Tells another passphrase before anything is read with it. */
	check: z.string(),
})

/** `manifest.json` of a backup: written last, so that a folder without one is no backup. */
export const Manifest = z.strictObject({
	format: z.literal(FORMAT),
	/** Of the program that made it. */
	version: z.string(),
	/** When it was begun, ISO 8601, UTC. What was recorded after it is not sure to be in it. */
	at: z.iso.datetime({ precision: 3 }),
	/** Public key (SPKI, base64) of the node that made it. */
	node: z.string(),
	/** How its files were sealed with a passphrase; absent: they were not. */
	sealed: Sealed.exactOptional(),
	journals: z.array(
		z.strictObject({
			operation: OperationId,
			name: z.string(),
			status: Status,
			file: z.string(),
			seq: z.int().min(1),
			hash: Hash,
			epoch: z.string(),
			/** Entries whose bodies were erased. */
			erased: z.int().min(0),
		}),
	),
	files: z.array(Part),
	/** Of the ends of all journals, to be kept elsewhere as a witness. */
	checkpoints: z.array(CheckpointShape),
})
export type Manifest = z.infer<typeof Manifest>

export type KeptJournal = Manifest['journals'][number]

export const MANIFEST = 'manifest.json'

/** @throws BackupRefusal when the folder holds no backup that this program can read. */
export function readManifest(folder: string): Manifest {
	const value = jsonIn(path.join(folder, MANIFEST))
	const format = z.looseObject({ format: z.int() }).safeParse(value).data?.format
	if (format !== undefined && format > FORMAT)
		throw new BackupRefusal(`${folder} has format ${format}, this version reads ${FORMAT}: a newer version made it.`)
	const manifest = Manifest.safeParse(value)
	if (!manifest.success) throw new BackupRefusal(`${folder} is no backup: its ${MANIFEST} is missing or damaged.`)
	return manifest.data
}

function jsonIn(file: string): unknown {
	try {
		return JSON.parse(readFileSync(file, 'utf8'))
	} catch {
		return undefined
	}
}

export type FoundBackup = { readonly folder: string; readonly manifest: Manifest; /** Epoch ms. */ readonly at: number }

const NAME = /^lagebild-\d{8}T\d{6}Z(?:-\d+)?$/

/** `lagebild-20261122T083412Z`: by the clock of the world, so that names sort by time wherever they were made. */
export function backupName(at: number): string {
	return `lagebild-${new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')}`
}

/** All whole backups in a folder, newest first. */
export function backupsIn(folder: string): readonly FoundBackup[] {
	return namesIn(folder)
		.filter((name) => NAME.test(name))
		.flatMap((name) => found(path.join(folder, name)))
		.toSorted((a, b) => b.at - a.at)
}

/** A folder that is not there, or cannot be read, as one on a disk that was taken away, holds none. */
function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder)
	} catch {
		return []
	}
}

function found(folder: string): readonly FoundBackup[] {
	try {
		const manifest = readManifest(folder)
		return [{ folder, manifest, at: Date.parse(manifest.at) }]
	} catch {
		return []
	}
}

/** What the self-watch asks: the newest backup in a folder that is there whole; undefined when there is none. */
export function lastBackup(folder: string): { readonly folder: string; readonly at: number; readonly bytes: number } | undefined {
	const [newest] = backupsIn(folder)
	return newest && { folder: newest.folder, at: newest.at, bytes: bytesOf(newest.manifest) }
}

export function bytesOf({ files }: Manifest): number {
	return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Given the folder of a backup, or its manifest. */
export function folderOf(file: string): string {
	return statSync(file, { throwIfNoEntry: false })?.isFile() && path.basename(file) === MANIFEST ? path.dirname(file) : file
}
