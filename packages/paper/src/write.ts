import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'

import type { PaperContent, PaperOrder, PaperTold } from './order.ts'
import { paperOf } from './paper.ts'

const SUFFIX = '.html'

/** `lage-hamburg-20261121T200410Z.html`: sorts by time, on every system. */
function nameOf({ operation, at }: PaperContent): string {
	return `${prefixOf(operation.id)}${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}${SUFFIX}`
}

function prefixOf(operation: string): string {
	return `lage-${operation}-`
}

/** Writes one paper: whole under its name or not at all, readable for its owner alone. The oldest go when there are more than are kept. */
export function writePaper({ content, folder, ours, keep, language }: PaperOrder): PaperTold {
	try {
		if (ours) mkdirSync(folder, { recursive: true, mode: 0o700 })
		const html = Buffer.from(paperOf(content, language))
		const file = path.join(folder, nameOf(content))
		writeWhole(file, html)
		dropOldest(folder, content.operation.id, keep)
		return { type: 'written', file, bytes: html.length }
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'fault'
		return { type: 'failed', code, message: error instanceof Error ? error.message : String(error) }
	}
}

function writeWhole(file: string, bytes: Buffer): void {
	const beside = `${file}.${process.pid}.part`
	try {
		const descriptor = openSync(beside, 'w', 0o600)
		try {
			for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done)
			fsyncSync(descriptor)
		} finally {
			closeSync(descriptor)
		}
		renameSync(beside, file)
	} catch (error) {
		rmSync(beside, { force: true })
		throw error
	}
}

const OLD = /^\d{8}T\d{6}Z$/

/** Of this operation alone, and nothing that has another name: the folder may be somebody's. */
function dropOldest(folder: string, operation: string, keep: number): void {
	const prefix = prefixOf(operation)
	const own = readdirSync(folder)
		.filter((name) => name.startsWith(prefix) && name.endsWith(SUFFIX) && OLD.test(name.slice(prefix.length, -SUFFIX.length)))
		.toSorted()
	for (const name of own.slice(0, Math.max(0, own.length - keep))) rmSync(path.join(folder, name), { force: true })
}
