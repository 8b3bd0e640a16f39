import { centimetresOf, levelOf } from '@lagebild/model/gauge.ts'
import { GATE_STATES } from '@lagebild/model/kinds/gate-states.ts'
import type { Claim } from '@lagebild/model/row.ts'

import { html, name, table } from './html.ts'
import type { Html, Part } from './html.ts'
import { standing } from './scene.ts'
import type { Scene, ThingOf } from './scene.ts'
import { part } from './tables.ts'
import { filled } from './words.ts'

type GateState = (typeof GATE_STATES)[number]
type Said = { readonly state: GateState; readonly at: number }
type Gate = {
	readonly row: ThingOf<'facility'>['row']
	readonly sensor: Said | undefined
	readonly person: Said | undefined
	readonly differ: boolean
	/** Nobody says anything else, and somebody says it. */
	readonly closed: boolean
}

function newest(claims: readonly Claim[], human: boolean): Said | undefined {
	return claims
		.filter(({ field, rank }) => field === 'gate' && (rank === 'person') === human)
		.toSorted((a, b) => b.at - a.at)
		.flatMap(({ value, at }) => {
			const state = GATE_STATES.find((one) => one === value)
			return state ? [{ state, at }] : []
		})[0]
}

/** Sensor and person side by side; closed only where all that is known says so. */
function gateOf(row: Gate['row']): Gate {
	const [sensor, person] = [newest(row.claims ?? [], false), newest(row.claims ?? [], true)]
	const known = [sensor, person].flatMap((said) => (said && said.state !== 'unknown' ? [said.state] : []))
	return { row, sensor, person, differ: new Set(known).size > 1, closed: known.length > 0 && known.every((state) => state === 'closed') }
}

export function gates(scene: Scene): Html {
	const { words, texts, time, figure } = scene
	const all = standing(scene, 'facility')
		.filter(({ row }) => row.fields.type === 'gate')
		.map(({ row }) => gateOf(row))
	const open = all.filter(({ closed }) => !closed)
	const said = (one: Said | undefined) => (one ? `${texts.gate(one.state)} ${time(one.at)}` : '–')
	const lines = open
		.toSorted((a, b) => Number(b.differ) - Number(a.differ) || (a.row.fields.sill ?? 99) - (b.row.fields.sill ?? 99))
		.map(({ row, sensor, person, differ }): readonly Part[] => [
			html`${name(row.fields.name ?? row.id)}${differ ? html` <strong>≠ ${words.differ}</strong>` : undefined}`,
			said(sensor),
			said(person),
			figure(row.fields.sill, 2),
			time(row.fields.closeBy),
		])
	const heads = [
		{ head: words.gate },
		{ head: words.sensor },
		{ head: words.person },
		{ head: words.sill, figure: true as const },
		{ head: words.closeBy },
	]
	const rest = html`<p>${filled(words.moreClosed, { count: all.length - open.length })}</p>`
	const body = all.length === 0 ? undefined : html`${lines.length > 0 ? table(heads, lines) : undefined}${rest}`
	return part(words.gates, body, words.none)
}

export function gauges(scene: Scene): Html {
	const { words } = scene
	const lines = standing(scene, 'sensor')
		.filter(({ row }) => row.fields.property === 'W')
		.toSorted((a, b) => (a.row.fields.km ?? 9_999) - (b.row.fields.km ?? 9_999))
		.map((thing) => gaugeLine(scene, thing))
	const [figure, plain] = [(head: string) => ({ head, figure: true as const }), (head: string) => ({ head })]
	const heads = [
		plain(words.gauge),
		figure(words.level),
		plain(words.at),
		figure(words.trend),
		figure(words.peak),
		plain(words.peakAt),
		figure(words.stage),
	]
	return part(words.gauges, lines.length > 0 ? table(heads, lines) : undefined, words.none)
}

function gaugeLine({ figure, time }: Scene, { row, measured }: ThingOf<'sensor'>): readonly Part[] {
	const { fields } = row
	const level = typeof measured?.value === 'number' ? levelOf(fields, measured.value, measured.at) : undefined
	const peak = measured?.peaks?.find(({ series }) => series === 'forecast')
	return [
		name(fields.name ?? row.id),
		figure(level, 2),
		time(measured?.at),
		figure(trendOf(fields, measured?.trend)),
		figure(peak && levelOf(fields, peak.value, peak.at), 2),
		time(peak?.at),
		figure(fields.stage),
	]
}

/** Centimetres an hour. */
function trendOf(fields: ThingOf<'sensor'>['row']['fields'], trend: number | undefined): number | undefined {
	const factor = centimetresOf(fields)
	return trend === undefined || factor === undefined ? undefined : trend * factor
}
