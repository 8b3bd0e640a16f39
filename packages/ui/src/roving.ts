type Named = { readonly id: string }

/** The one that an arrow, Home or End leads to in a row that begins again at its end; undefined: the key means nothing here. */
export function besides<O extends Named>(row: readonly O[], from: string, key: string): O | undefined {
	const here = row.findIndex(({ id }) => id === from)
	switch (key) {
		case 'ArrowRight':
		case 'ArrowDown':
			return row[(here + 1) % row.length]
		case 'ArrowLeft':
		case 'ArrowUp':
			return row.at(here <= 0 ? -1 : here - 1)
		case 'Home':
			return row[0]
		case 'End':
			return row.at(-1)
		default:
			return undefined
	}
}
