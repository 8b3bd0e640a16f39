import {
	einheiten,
	erzeugeTaktischesZeichen,
	fachaufgaben,
	grundzeichen,
	organisationen,
	symbole,
	verwaltungsstufen,
} from 'taktische-zeichen-core'
import type { TaktischesZeichen } from 'taktische-zeichen-core'

import type { SignSpec } from './spec.ts'

/** `day` as the recommendation prints it · `night` one channel of red · `outline` for what has ended: lines only. */
export type SignStyle = { readonly mode: 'day' } | { readonly mode: 'night' | 'outline'; readonly fill: string; readonly line: string }

/** A sign as SVG with its size in the library's units (a formation is 75 × 45) and the text that still has to be written into it. */
export type SignSvg = {
	readonly svg: string
	readonly width: number
	readonly height: number
	/** Top of the ground shape below the strength dots, in the same units. */
	readonly groundTop: number
	readonly text: { readonly value: string; readonly colour: string } | undefined
}

const WHITE_LINED = new Set<string>(['thw', 'bundeswehr'])

/** Draws nothing that the library does not know: an unknown part is left out, an unknown ground shape becomes a plain formation. */
export function signSvg(spec: SignSpec, style: SignStyle): SignSvg {
	const image = erzeugeTaktischesZeichen({ ...known(spec), skipFontRegistration: true })
	const [width, height] = image.size
	const inner = image.toString().replace(/^<\?xml[^>]*>\s*/, '')
	const coloured = style.mode === 'day' ? dayColours(inner, spec) : oneColour(inner, style)
	const svg = coloured.replace('<svg ', `<svg width="${width}" height="${height}" `)
	const [, top = '0'] = /viewBox="[-\d.]+ ([-\d.]+)/.exec(inner) ?? []
	const white = style.mode === 'day' && spec.organisation !== undefined && WHITE_LINED.has(spec.organisation)
	const colour = style.mode === 'day' ? (white ? '#ffffff' : '#000000') : style.line
	return { svg, width, height, groundTop: -Number(top), text: spec.text ? { value: spec.text, colour } : undefined }
}

type Named<T extends string> = readonly { readonly id: T; readonly label: string }[]

function idOf<T extends string>(id: string | undefined, list: Named<T>): T | undefined {
	return id === undefined ? undefined : list.find((entry) => entry.id === id)?.id
}

function labelOf<T extends string>(id: string | undefined, list: Named<T>): string | undefined {
	return id === undefined ? undefined : list.find((entry) => entry.id === id)?.label
}

function known(spec: SignSpec): TaktischesZeichen {
	const parts = {
		fachaufgabe: idOf(spec.fachaufgabe, fachaufgaben),
		einheit: idOf(spec.einheit, einheiten),
		verwaltungsstufe: idOf(spec.verwaltungsstufe, verwaltungsstufen),
		symbol: idOf(spec.symbol, symbole),
		organisation: idOf(spec.organisation, organisationen),
	}
	return { grundzeichen: idOf(spec.grundzeichen, grundzeichen) ?? 'taktische-formation', ...withoutGaps(parts) }
}

/** The library tells a missing part from an undefined one. */
function withoutGaps<T extends object>(parts: T): { [P in keyof T]?: Exclude<T[P], undefined> } {
	const kept: { [P in keyof T]?: Exclude<T[P], undefined> } = {}
	for (const name of keysOf(parts)) {
		const part = parts[name]
		if (isThere(part)) kept[name] = part
	}
	return kept
}

function keysOf<T extends object>(parts: T): (keyof T)[] {
	const names: (keyof T)[] = []
	for (const name in parts) names.push(name)
	return names
}

function isThere<V>(value: V): value is Exclude<V, undefined> {
	return value !== undefined
}

/**
 * Black on THW blue is 1.9:1, white 10.9:1: what lies inside the ground shape is drawn white there; the outline and the
 * strength above it stay black on the casing.
 */
function dayColours(svg: string, { organisation }: SignSpec): string {
	if (organisation === undefined || !WHITE_LINED.has(organisation)) return svg
	const start = svg.indexOf('<g clip-path=')
	if (start === -1) return svg
	const end = endOfGroup(svg, start)
	const inside = svg
		.slice(start, end)
		.replaceAll(/(fill|stroke)="(?:black|#000000|#000)"/g, '$1="white"')
		.replace('<g clip-path=', '<g stroke="white" clip-path=')
	return svg.slice(0, start) + inside + svg.slice(end)
}

/** Index behind the `</g>` that closes the group starting at `start`. */
function endOfGroup(svg: string, start: number): number {
	let depth = 0
	for (const match of svg.slice(start).matchAll(/<g[\s>]|<\/g>/g)) {
		depth += match[0] === '</g>' ? -1 : 1
		if (depth === 0) return start + match.index + match[0].length
	}
	return svg.length
}

function oneColour(svg: string, { fill, line }: { readonly fill: string; readonly line: string }): string {
	return svg
		.replace(/ color="[^"]*"/, ` color="${line}"`)
		.replaceAll(/stroke="(?!none|transparent|currentColor)[^"]*"/g, `stroke="${line}"`)
		.replaceAll(/fill="(?:black|#000000|#000)"/g, `fill="${line}"`)
		.replaceAll(/fill="(?:white|#[0-9a-fA-F]{3,6})"/g, (found) => (found === `fill="${line}"` ? found : `fill="${fill}"`))
}

/** `THW, Gruppe, Abwehr von Wassergefahren`: the sign in words, from the same specification that draws it. */
export function signWords(spec: SignSpec): readonly string[] {
	const words = [
		labelOf(spec.organisation, organisationen),
		labelOf(spec.einheit, einheiten) ??
			(spec.grundzeichen === 'taktische-formation' ? undefined : labelOf(spec.grundzeichen, grundzeichen)),
		labelOf(spec.fachaufgabe, fachaufgaben),
		labelOf(spec.symbol, symbole),
		spec.text,
	]
	return words.filter((word) => word !== undefined)
}
