import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What the folder lists is durable when it returns. */
export function syncFolder(folder: string): void {
	const handle = openSync(folder, 'r')
	try {
		fsyncSync(handle)
	} finally {
		closeSync(handle)
	}
}

/** Readable by its owner alone, durable when it returns. */
export function writeDurably(file: string, text: string): void {
	const handle = openSync(file, 'w', 0o600)
	try {
		writeFileSync(handle, text)
		fsyncSync(handle)
	} finally {
		closeSync(handle)
	}
	syncFolder(path.dirname(file))
}
