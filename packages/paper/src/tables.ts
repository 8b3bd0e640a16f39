import { columnsOf, html, name, table } from './html.ts'
import type { Html, Part } from './html.ts'
import { centroidOf } from './place.ts'
import { standing } from './scene.ts'
import type { Scene, ThingOf } from './scene.ts'
import { filled } from './words.ts'

const RANK = { Extreme: 5, Severe: 4, Moderate: 3, Unknown: 2, Minor: 1 } as const
type Severity = keyof typeof RANK

function worstFirst(a: Severity | null | undefined, b: Severity | null | undefined): number {
	return (b ? RANK[b] : 0) - (a ? RANK[a] : 0)
}

/** `none` where there is nothing: an empty table would leave open whether something was forgotten. */
export function part(title: string, body: Html | undefined, none: string): Html {
	return html`<section>
		<h2>${title}</h2>
		${body ?? html`<p>${none}</p>`}
	</section>`
}

/** What the hub says of its own stands in German and English; everything else as it was said. */
function inLanguage(text: string, { texts }: Scene): string {
	const parts = text.split(' · ')
	if (parts.length < 2 || parts.length % 2 === 1) return text
	const half = parts.length / 2
	return (texts.locale.startsWith('de') ? parts.slice(0, half) : parts.slice(half)).join(' · ')
}

export function alarms(scene: Scene): Html {
	const { words, time } = scene
	const rows = standing(scene, 'alarm').toSorted((a, b) => worstFirst(a.row.fields.severity, b.row.fields.severity) || b.row.at - a.row.at)
	const lines = rows.map(({ row: { fields, validity, at } }): readonly Part[] => [
		fields.severity ? words.severities[fields.severity] : '',
		name(inLanguage(fields.title ?? '', scene)),
		name(inLanguage(fields.cause ?? '', scene)),
		time(validity?.from ?? at),
		name(Object.values(fields.acknowledged ?? {}).join(', ')),
	])
	const heads = columnsOf([words.severity, words.what, words.cause, words.since, words.acknowledged], [words.severity, words.since])
	return part(words.alarms, lines.length > 0 ? table(heads, lines) : undefined, words.none)
}

export function incidents(scene: Scene): Html {
	const { words, time } = scene
	const open = standing(scene, 'incident').filter(({ row }) => row.fields.state !== 'closed')
	const lines = open
		.toSorted((a, b) => worstFirst(a.row.fields.severity, b.row.fields.severity) || b.row.at - a.row.at)
		.map(({ row: { fields, geometry, at } }): readonly Part[] => [
			fields.severity ? words.severities[fields.severity] : '',
			fields.priority ? words.priorities[fields.priority] : '',
			name([fields.number, fields.title].filter(Boolean).join(' ')),
			fields.state ? words.incidentStates[fields.state] : '',
			name(fields.address ?? ''),
			centroidOf(geometry),
			time(at),
		])
	const heads = columnsOf(
		[words.severity, words.priority, words.what, words.state, '', words.place, words.said],
		[words.severity, words.priority, words.place, words.said],
	)
	return part(words.incidents, lines.length > 0 ? table(heads, lines) : undefined, words.none)
}

export function warnings(scene: Scene): Html {
	const { words, time, texts } = scene
	const lines = standing(scene, 'warning')
		.toSorted((a, b) => worstFirst(a.row.fields.severity, b.row.fields.severity))
		.map(({ row: { fields, validity } }): readonly Part[] => [
			fields.severity ? words.severities[fields.severity] : '',
			name(headline(fields, texts.locale)),
			name(fields.senderName ?? fields.sender ?? ''),
			time(typeof validity?.until === 'string' ? validity.until : undefined),
		])
	const heads = columnsOf([words.severity, words.what, words.sender, words.until], [words.severity, words.until])
	return part(words.warnings, lines.length > 0 ? table(heads, lines) : undefined, words.none)
}

function headline({ texts, event }: ThingOf<'warning'>['row']['fields'], locale: string): string {
	const known = Object.entries(texts ?? {})
	const [, text] = known.find(([tag]) => tag.toLowerCase().startsWith(locale.slice(0, 2))) ?? known[0] ?? []
	return text?.headline ?? text?.event ?? event ?? ''
}

/** As many as are looked through at a desk. */
const ENTRIES = 50

export function diary(scene: Scene): Html {
	const { words, time, content } = scene
	const entries = content.things
		.filter((thing): thing is ThingOf<'message'> => thing.row.kind === 'message' && thing.row.fields.type === 'diary')
		.toSorted((a, b) => b.row.k - a.row.k)
		.slice(0, ENTRIES)
	const lines = entries.map(({ row }): readonly Part[] => [
		name(row.fields.book ?? ''),
		row.number,
		time(row.fieldAt?.['text'] ?? row.at),
		html`<div class="text">${name(row.fields.text ?? '')}</div>`,
		name(row.sources.at(-1)?.name ?? ''),
	])
	const heads = [
		{ head: words.book },
		{ head: words.number, figure: true as const },
		...columnsOf([words.time, words.text, words.author], [words.time]),
	]
	return part(filled(words.diary, { count: lines.length }), lines.length > 0 ? table(heads, lines) : undefined, words.none)
}
