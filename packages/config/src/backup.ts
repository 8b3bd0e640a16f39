import { readFileSync } from 'node:fs'
import path from 'node:path'

import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import * as z from 'zod'

export const BackupConfig = z
	.strictObject({
		folder: z
			.string()
			.min(1)
			.max(1_000)
			.optional()
			.describe('Where backups lie, best on another disk; absent: the folder backups in the data folder.'),
		everyHours: z.number().min(0).max(8_760).default(6).describe('Pause between two backups, hours; 0: none by itself.'),
		keep: z.int().min(1).max(1_000).default(8).describe('So many of this machine stay; the oldest go when there are more.'),
		passphraseFile: z
			.string()
			.min(1)
			.max(1_000)
			.optional()
			.describe('File that holds the passphrase by which backups are sealed, and nothing else; LAGEBILD_BACKUP_PASSPHRASE wins.'),
	})
	.default({ everyHours: 6, keep: 8 })
	.describe('Backups that the hub makes by itself (docs/operations.md).')

/** The variable that holds the passphrase. */
export const PASSPHRASE = 'LAGEBILD_BACKUP_PASSPHRASE'

export type BackupSettings = Omit<z.infer<typeof BackupConfig>, 'folder'> & {
	/** Absolute. */
	readonly folder: string
	/** Read only for programs that need secrets. */
	readonly passphrase?: string
}

export function settleBackup({ folder, ...config }: z.infer<typeof BackupConfig>, dataFolder: string): BackupSettings {
	return { ...config, folder: folder === undefined ? path.join(dataFolder, 'backups') : path.resolve(folder) }
}

type SecretFault = { readonly key: string; readonly message: string }

/** A fault names the key and never what was read. */
export function withPassphrase(
	settings: BackupSettings,
	env: Readonly<Record<string, string | undefined>>,
): Result<BackupSettings, readonly SecretFault[]> {
	const said = env[PASSPHRASE]
	if (said !== undefined && said !== '') return ok({ ...settings, passphrase: said })
	if (settings.passphraseFile === undefined) return ok(settings)
	try {
		const passphrase = readFileSync(settings.passphraseFile, 'utf8').trim()
		return passphrase === '' ? fail([{ key: 'backup.passphraseFile', message: 'is empty' }]) : ok({ ...settings, passphrase })
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
		return fail([{ key: 'backup.passphraseFile', message: `${settings.passphraseFile} cannot be read (${code})` }])
	}
}
