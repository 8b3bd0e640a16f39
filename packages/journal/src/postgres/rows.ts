/** A row as pg gives it. The readers throw when it holds something else than the schema says. */
export type PgRow = Readonly<Record<string, unknown>>

export function integer(row: PgRow, column: string): number {
	const value = row[column]
	if (typeof value !== 'number') throw new TypeError(`column ${column} holds no integer`)
	return value
}

export function text(row: PgRow, column: string): string {
	const value = row[column]
	if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`)
	return value
}

export function bytes(row: PgRow, column: string): Buffer {
	const value = row[column]
	if (!Buffer.isBuffer(value)) throw new TypeError(`column ${column} holds no bytes`)
	return value
}

export function hex(row: PgRow, column: string): string {
	return bytes(row, column).toString('hex')
}
