/** Where a table is shown. */
export type Screen = { readonly width: number; readonly colour: boolean }

export type Table = { readonly title: string; readonly left: readonly string[]; readonly right: readonly string[] }

const LEAST = 60
const MOST = 200
/** Lines of an item as it came; nobody reads more of one. */
const MOST_LINES = 60

/** Two columns beside each other, each wrapped to half of the screen. */
export function printableLines({ title, left, right }: Table, { width, colour }: Screen): readonly string[] {
	const total = Math.min(MOST, Math.max(LEAST, width))
	const half = Math.floor((total - 3) / 2)
	const [raw, mapped] = [wrapped(left, half), wrapped(right, half)]
	const count = Math.max(raw.length, mapped.length)
	const rows = Array.from({ length: count }, (_, i) => `${(raw[i] ?? '').padEnd(half)} │ ${mapped[i] ?? ''}`.trimEnd())
	const bar = `── ${title} ${'─'.repeat(Math.max(0, total - title.length - 4))}`
	return [colour ? `\u001B[1m${bar}\u001B[0m` : bar, ...rows]
}

function wrapped(lines: readonly string[], width: number): readonly string[] {
	const parts = lines.flatMap((text) => broken(printed(text), width))
	return parts.length <= MOST_LINES ? parts : [...parts.slice(0, MOST_LINES), `… ${parts.length - MOST_LINES} more lines`]
}

/** Continued lines stand two blanks further in. */
function broken(text: string, width: number): readonly string[] {
	if (text.length <= width) return [text]
	const indent = ' '.repeat(Math.min(8, text.length - text.trimStart().length + 2))
	const rows = [text.slice(0, width)]
	const step = width - indent.length
	for (let from = width; from < text.length && rows.length < MOST_LINES; from += step) rows.push(indent + text.slice(from, from + step))
	return rows
}

/** What a stranger wrote must not steer the terminal. */
function printed(text: string): string {
	return text.replaceAll('\n', ' ⏎ ').replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
}
