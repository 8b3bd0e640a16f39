import type { FmsMeanings, FmsScheme } from '@lagebild/model/fms.ts'
import type { GaugeScale, GaugeScales } from '@lagebild/model/gauge.ts'

import { isObject, listOf, numberOf, objectOf, textOf } from './outline.ts'

/** Leaves out what a newer hub may have made of a scale that this page cannot read. */
export function readGauges(said: Readonly<Record<string, unknown>>): GaugeScales {
	return Object.fromEntries(
		Object.entries(said).flatMap(([id, item]) => {
			const { stages = [], classes = [], reference = false } = objectOf(item)
			const scale: unknown = { ...objectOf(item), stages, classes, reference }
			return isObject(item) && isScale(scale) ? [[id, scale] as const] : []
		}),
	)
}

function isScale(value: unknown): value is GaugeScale {
	const { stages, classes, mhw, reference } = objectOf(value)
	const lists = Array.isArray(stages) && Array.isArray(classes) && listOf(stages).every(isStage) && listOf(classes).every(isClass)
	return lists && typeof reference === 'boolean' && (mhw === undefined || numberOf(mhw) !== undefined)
}

function isStage(value: unknown): boolean {
	const { stage, from, measures } = objectOf(value)
	return numberOf(stage) !== undefined && numberOf(from) !== undefined && (measures === undefined || isText(measures))
}

function isClass(value: unknown): boolean {
	const { name, above } = objectOf(value)
	return isText(name) && numberOf(above) !== undefined
}

/** In German and English. */
function isText(value: unknown): boolean {
	const { de, en } = objectOf(value)
	return Boolean(textOf(de)) && Boolean(textOf(en))
}

export function readFms(said: Readonly<Record<string, unknown>>): FmsScheme {
	return Object.fromEntries(Object.entries(said).flatMap(([whose, item]) => (isMeanings(item) ? [[whose, item] as const] : [])))
}

const CLASSES: readonly unknown[] = ['free', 'bound', 'out']

function isMeanings(value: unknown): value is FmsMeanings {
	const { 0: overlay, ...states } = objectOf(value)
	const known = [states[7], states[8], states[9]].filter((one) => one !== undefined)
	const classed = known.every((one) => isText(one) && CLASSES.includes(objectOf(one)['class']))
	return isObject(value) && classed && (overlay === undefined || isText(overlay))
}
