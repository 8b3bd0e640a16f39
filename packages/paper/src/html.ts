/** Markup that was made here; everything else is text and is escaped. */
export type Html = { readonly html: string }
export type Part = Html | string | number | undefined | readonly Part[]

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Control characters but tab and line feed. */
const NO_SIGN = /(?![\t\n])\p{Cc}/gu

function escaped(text: string): string {
	return text
		.toWellFormed()
		.replaceAll(NO_SIGN, '\ufffd')
		.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

function textOf(part: Part): string {
	if (part === undefined) return ''
	if (typeof part === 'string') return escaped(part)
	if (typeof part === 'number') return String(part)
	return 'html' in part ? part.html : part.map(textOf).join('')
}

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return { html: strings.map((text, i) => text + textOf(parts[i])).join('') }
}

/** A name as it is written, whatever direction its letters have. */
export function name(text: string): Html {
	return html`<bdi>${text}</bdi>`
}

/** `tight`: never broken, such as a time. */
export type Column = { readonly head: string; readonly figure?: true; readonly tight?: true }

/** Columns of these heads; those of `tight` are never broken. */
export function columnsOf(heads: readonly string[], tight: readonly string[]): readonly Column[] {
	return heads.map((head) => ({ head, ...(tight.includes(head) && { tight: true as const }) }))
}

export function table(columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
	const kind = (i: number) => classOf(columns[i])
	return html`<table>
		<thead>
			<tr>
				${columns.map(({ head }, i) => html`<th scope="col" ${kind(i)}>${head}</th>`)}
			</tr>
		</thead>
		<tbody>
			${rows.map(
				(cells) =>
					html`<tr>
						${cells.map((cell, i) => html`<td${kind(i)}>${cell}</td>`)}
					</tr>`,
			)}
		</tbody>
	</table>`
}

function classOf(column: Column | undefined): Html | undefined {
	if (column?.figure) return html` class="figure"`
	return column?.tight ? html` class="tight"` : undefined
}
