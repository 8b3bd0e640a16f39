import type { SQLOutputValue } from 'node:sqlite'

/** A row as node:sqlite gives it. The readers throw when the file holds something else than the schema says: it is damaged. */
export type SqlRow = Readonly<Record<string, SQLOutputValue>>

export function integer(row: SqlRow, column: string): number {
	const value = row[column]
	if (typeof value !== 'number') throw new TypeError(`column ${column} holds no integer`)
	return value
}

export function text(row: SqlRow, column: string): string {
	const value = row[column]
	if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`)
	return value
}

export function blob(row: SqlRow, column: string): Uint8Array {
	const value = row[column]
	if (!(value instanceof Uint8Array)) throw new TypeError(`column ${column} holds no bytes`)
	return value
}

export function hex(row: SqlRow, column: string): string {
	const { buffer, byteOffset, byteLength } = blob(row, column)
	return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}

/** An event id as it is stored: 16 bytes. */
export function uuidBytes(id: string): Uint8Array {
	return Buffer.from(id.replaceAll('-', ''), 'hex')
}
