import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'

import * as z from 'zod'

/** Name of a hub among several. */
export const NodeName = z
	.string()
	.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'must be letters, digits, dots, hyphens and underscores, at most 63')

const FILE = 'node-name'

/** Kept in the data folder, so that it survives a restart; a name made up here becomes lasting with `keepNodeName`. */
export function nodeNameIn(dataFolder: string): string {
	const kept = NodeName.safeParse(textOf(path.join(dataFolder, FILE)))
	return kept.success ? kept.data : `${plainHostname()}-${randomBytes(3).toString('hex')}`
}

/** @returns the name that is kept: another process may have been first. */
export function keepNodeName(dataFolder: string, name: string): string {
	mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
	if (!NodeName.safeParse(textOf(path.join(dataFolder, FILE))).success) writeFileSync(path.join(dataFolder, FILE), `${name}\n`)
	return nodeNameIn(dataFolder)
}

function plainHostname(): string {
	const plain = hostname()
		.replaceAll(/[^A-Za-z0-9._-]/g, '-')
		.replace(/^[^A-Za-z0-9]+/, '')
	return plain.slice(0, 40) || 'hub'
}

function textOf(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8').trim()
	} catch {
		return undefined
	}
}
