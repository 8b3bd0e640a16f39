import { iso } from '@lagebild/model/time.ts'

import type { CotElement, CotEvent, CotPoint } from './event.ts'

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const UNKNOWN = '9999999.0'

/** One message as a stream carries it: with its declaration, nothing behind its last tag. */
export function formatCotXml(event: CotEvent): string {
	const { uid, type, how, time, start, stale, access, qos, opex, point, detailText } = event
	const head = [
		['version', '2.0'],
		['uid', uid],
		['type', type],
		['how', how],
		['time', iso(time)],
		['start', iso(start)],
		['stale', iso(stale)],
		['access', access],
		['qos', qos],
		['opex', opex],
	] as const
	const detail = detailText === '' ? '<detail/>' : `<detail>${detailText}</detail>`
	return `${PROLOG}<event${head.map(([name, value]) => attribute(name, value)).join('')}>${pointText(point)}${detail}</event>`
}

function pointText(point: CotPoint | undefined): string {
	const { lat = 0, lng = 0, hae, ce, le } = point ?? {}
	return `<point lat="${decimal(lat)}" lon="${decimal(lng)}" hae="${figure(hae)}" ce="${figure(ce)}" le="${figure(le)}"/>`
}

function figure(value: number | undefined): string {
	return value === undefined ? UNKNOWN : decimal(value)
}

/** Never with an exponent, which some clients do not read. */
function decimal(value: number): string {
	const text = String(value)
	return text.includes('e') ? value.toFixed(12) : text
}

/** What stands below `detail`, as markup. */
export function formatElements(elements: readonly CotElement[]): string {
	let text = ''
	for (const one of elements) text += formatElement(one)
	return text
}

function formatElement({ name, attributes, children, text }: CotElement): string {
	let head = `<${name}`
	for (const key in attributes) head += attribute(key, attributes[key])
	return children.length === 0 && text === '' ? `${head}/>` : `${head}>${content(text)}${formatElements(children)}</${name}>`
}

function attribute(name: string, value: string | undefined): string {
	return value === undefined ? '' : ` ${name}="${escaped(value)}"`
}

function content(text: string): string {
	return legal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
}

/** White space other than blanks would come back as blanks. */
function escaped(value: string): string {
	if (!SPECIAL.test(value)) return value
	return content(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
}

const SPECIAL = /[^\w .,:;/*+()[\]{}=@#!?-]/

/** Without the characters that XML 1.0 has not. */
function legal(text: string): string {
	return text.toWellFormed().replaceAll(ILLEGAL, '\uFFFD')
}

const ILLEGAL = /(?![\t\n\r])\p{Cc}(?<![\u007F-\u009F])|[\uFFFE\uFFFF]/gu

/** An element by its name and attributes; what is undefined is left out. */
export function element(name: string, attributes: Readonly<Record<string, string | undefined>> = {}, text = ''): CotElement {
	return { name, attributes, children: [], text }
}
