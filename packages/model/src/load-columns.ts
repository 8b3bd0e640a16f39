/** One value for each row of a table, the value that all of them have, or the columns of what each of them holds. */
export type Column = readonly unknown[] | { readonly same: unknown } | { readonly of: Columns }
export type Columns = Readonly<Record<string, Column>>
/** `n` objects that have the same names in the same order: no cell is empty. */
export type Table = { readonly n: number; readonly of: Columns }

/** Parts of a row whose own names are columns too. Deeper ones travel as they are. */
const INNER: ReadonlySet<string> = new Set(['fields', 'geometry', 'position'])

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function namesOf(object: object): readonly string[] {
	return Object.entries(object).flatMap(([name, value]) => (value === undefined ? [] : [name]))
}

/** Rows of one shape can share a table. */
export function shapeOf(row: object): string {
	let shape = ''
	for (const name of Object.keys(row)) {
		const value: unknown = Reflect.get(row, name)
		if (value === undefined) continue
		shape += INNER.has(name) && isObject(value) ? `${name}{${shapeOf(value)}},` : `${name},`
	}
	return shape
}

/** @param rows of one shape, at least one */
export function tableOf(rows: readonly object[]): Table {
	return { n: rows.length, of: columnsOf(rows, INNER) }
}

function columnsOf(rows: readonly object[], inner: ReadonlySet<string>): Columns {
	const [first] = rows
	const names = first ? namesOf(first) : []
	return Object.fromEntries(
		names.map((name) => [
			name,
			columnOf(
				rows.map((row): unknown => Reflect.get(row, name)),
				inner.has(name),
			),
		]),
	)
}

function columnOf(values: readonly unknown[], inner: boolean): Column {
	const [first] = values
	if (values.every((value) => value === first)) return { same: first }
	return inner && values.every(isObject) ? { of: columnsOf(values, NONE) } : values
}

const NONE: ReadonlySet<string> = new Set()

type Cells = Record<string, unknown>

/** The rows of a table, in its order. */
export function rowsOf({ n, of }: Table): readonly object[] {
	return objectsOf(n, of)
}

function objectsOf(n: number, columns: Columns): readonly object[] {
	const objects = Array.from({ length: n }, (): Cells => ({}))
	for (const [name, column] of Object.entries(columns)) {
		const values = valuesOf(n, column)
		for (const [i, object] of objects.entries()) object[name] = values[i]
	}
	return objects
}

function valuesOf(n: number, column: Column): readonly unknown[] {
	if (isValues(column)) return column
	return 'same' in column ? Array.from({ length: n }, () => column.same) : objectsOf(n, column.of)
}

function isValues(column: Column): column is readonly unknown[] {
	return Array.isArray(column)
}
