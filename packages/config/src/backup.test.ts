import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { readConfig } from './read.ts'
import type { Settings } from './read.ts'
import { withoutSecrets } from './without-secrets.ts'

let folder: string

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-config-'))
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

function settings(config: unknown, env: Readonly<Record<string, string>> = {}): Settings {
	const file = path.join(folder, 'config.json')
	writeFileSync(file, JSON.stringify(config))
	const read = readConfig({ file, env: { LAGEBILD_DATA: folder, ...env }, secrets: true })
	if (!read.ok) throw new Error(JSON.stringify(read.fault))
	return read.value
}

test('backups go into the data folder every six hours, and eight stay, unless somebody says otherwise', () => {
	expect(settings({}).backup).toEqual({ folder: path.join(folder, 'backups'), everyHours: 6, keep: 8 })
	expect(settings({ backup: { folder: '/mnt/platte', everyHours: 0 } }).backup).toEqual({ folder: '/mnt/platte', everyHours: 0, keep: 8 })
})

test('the passphrase is that of the variable, else what the file holds, and a file that cannot be read stops the start', () => {
	const passphraseFile = path.join(folder, 'passphrase')
	expect(() => settings({ backup: { passphraseFile } })).toThrow(/backup.passphraseFile.*ENOENT/)
	writeFileSync(passphraseFile, '\n')
	expect(() => settings({ backup: { passphraseFile } })).toThrow(/is empty/)
	writeFileSync(passphraseFile, 'Deich\n')
	expect(settings({ backup: { passphraseFile } }).backup.passphrase).toBe('Deich')
	expect(settings({ backup: { passphraseFile } }, { LAGEBILD_BACKUP_PASSPHRASE: 'Tor' }).backup.passphrase).toBe('Tor')
})

test('what a backup keeps of the settings names no secret', () => {
	const feed = {
		id: 'pegel',
		name: 'Pegel',
		format: 'geojson',
		url: 'https://jemand:geheim1@example.org/x?apikey=geheim2&station=5',
		operation: 'base',
	}
	const env = { DATABASE_URL: 'postgres://a:geheim3@localhost/x', LAGEBILD_BACKUP_PASSPHRASE: 'geheim4' }
	const text = JSON.stringify(withoutSecrets(settings({ feeds: [feed], port: 8081 }, env)))
	expect(text).not.toContain('geheim')
	expect(text).toContain('station=5')
	expect(text).toContain('8081')
})
