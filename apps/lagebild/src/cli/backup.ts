import path from 'node:path'

import { makeBackup } from '@lagebild/backup/make-backup.ts'
import { folderOf } from '@lagebild/backup/manifest.ts'
import type { KeptJournal, Manifest } from '@lagebild/backup/manifest.ts'
import { BackupRefusal } from '@lagebild/backup/refusal.ts'
import { restoreBackup } from '@lagebild/backup/restore-backup.ts'
import type { Restored } from '@lagebild/backup/restore-backup.ts'
import { openSource } from '@lagebild/backup/source.ts'
import type { Settings } from '@lagebild/config/read.ts'
import { withoutSecrets } from '@lagebild/config/without-secrets.ts'
import { BrokenJournal } from '@lagebild/journal/backup/check-kept.ts'

import manifest from '../../package.json' with { type: 'json' }
import { Refusal } from '../refusal.ts'
import { progressOf } from './progress.ts'
import { BY } from './using.ts'

export type Told = { readonly out: (text: string) => void; readonly err: (text: string) => void }

/** Also while the hub runs and writes. */
export async function backUp(settings: Settings, folder: string, { out, err }: Told): Promise<void> {
	const source = await openSource(settings)
	try {
		if ((await source.operations()).length === 0)
			throw new Refusal(`There is no journal in ${settings.dataFolder}. Another data folder is chosen with LAGEBILD_DATA.`)
		const made = await makeBackup({
			dataFolder: settings.dataFolder,
			database: settings.database,
			folder,
			source,
			configuration: withoutSecrets(settings),
			version: manifest.version,
			now: Date.now,
			passphrase: settings.backup.passphrase,
			onProgress: progressOf('Copying', err),
		}).catch(refuse)
		for (const journal of made.manifest.journals) out(journalLine(journal))
		out(`${made.folder}: ${sizeText(made.bytes)}, ${sealText(made.manifest)}`)
	} finally {
		await source.close()
	}
}

function sealText({ sealed }: Manifest): string {
	return sealed ? 'sealed with the passphrase' : 'not sealed: whoever reads it reads everything'
}

function sizeText(bytes: number): string {
	return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function journalLine({ operation, seq, erased }: KeptJournal): string {
	return `${operation}: unbroken from 1 to ${seq}${erased > 0 ? ` (${erased} erased)` : ''}`
}

export type RestoreWish = { readonly file: string; readonly folder: string; readonly operation?: string | undefined }

/** While nothing runs on the data folder. */
export async function restore(settings: Settings, { file, folder, operation }: RestoreWish, { out, err }: Told): Promise<void> {
	const restored = await restoreBackup({
		backup: folderOf(path.resolve(folder, file)),
		dataFolder: settings.dataFolder,
		database: settings.database,
		operation,
		passphrase: settings.backup.passphrase,
		by: BY,
		now: Date.now,
		onProgress: progressOf('Restoring', err),
	}).catch(refuse)
	for (const journal of restored.journals) out(journalLine(journal))
	for (const text of sayAfter(restored, operation === undefined)) out(text)
}

function sayAfter({ manifest: { at }, aside, schema, gone }: Restored, whole: boolean): readonly string[] {
	return [
		`Restored as of ${at}. A new epoch has begun: pages and tablets load afresh and offer again what they said in the last 72 hours.`,
		...(whole
			? [
					'Who may come in is as it was then: what was revoked since holds again, and what was given out since is gone. Everybody signs in anew.',
				]
			: []),
		...(gone.length > 0 ? [`The backup does not know ${gone.join(', ')}: moved aside with the rest.`] : []),
		...(schema === undefined
			? []
			: [`What was in the database before lies in its schema ${schema}. Drop it when nobody needs it any more.`]),
		...(aside === undefined ? [] : [`What was there before lies in ${aside}. Delete it when nobody needs it any more.`]),
	]
}

function refuse(error: unknown): never {
	if (error instanceof BackupRefusal) throw new Refusal(error.message)
	if (error instanceof BrokenJournal) throw new Refusal(`${error.message}.`)
	throw error
}
