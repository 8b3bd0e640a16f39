import { HOUR, MINUTE } from './clock.ts'

/**
 * What changes quickly, for those who try sources: the same course of messages in each hour of the scenario, so that something comes, is
 * changed, and ends within minutes.
 */
export type Bulletin = {
	readonly name: string
	/** Minutes of the hour in which it is listed. */
	readonly from: number
	readonly until: number
	/** Minute of the hour at which it says something else. */
	readonly changes: number
	/** Corners, longitude and latitude, closed. */
	readonly outline: readonly (readonly [lng: number, lat: number])[]
}

export type Listed = {
	readonly bulletin: Bulletin
	/** Number of the hour of the scenario. */
	readonly round: number
	/** 0 as it came, 1 as it was changed. */
	readonly version: 0 | 1
	/** Scenario times, ms. */
	readonly began: number
	readonly said: number
}

export function listed(bulletin: Bulletin, scenario: number): Listed | undefined {
	const round = Math.floor(scenario / HOUR)
	const minute = (scenario - round * HOUR) / MINUTE
	if (minute < bulletin.from || minute >= bulletin.until) return undefined
	const began = round * HOUR + bulletin.from * MINUTE
	const version = minute >= bulletin.changes ? 1 : 0
	return { bulletin, round, version, began, said: version === 1 ? round * HOUR + bulletin.changes * MINUTE : began }
}

export const GUSTS: Bulletin = {
	name: 'boeen',
	from: 0,
	until: 60,
	changes: 30,
	outline: [
		[9.74, 53.4],
		[10.3, 53.4],
		[10.3, 53.72],
		[9.74, 53.72],
		[9.74, 53.4],
	],
}

/** It ends without a word: it is gone from the archive before it would expire. */
export const ICE: Bulletin = {
	name: 'glaette',
	from: 5,
	until: 40,
	changes: 40,
	outline: [
		[9.9, 53.46],
		[10.08, 53.46],
		[10.08, 53.53],
		[9.9, 53.53],
		[9.9, 53.46],
	],
}

/** A hole in the gusts, as EXCLUDE_POLYGON says it. */
export const ALSTER: Bulletin['outline'] = [
	[9.99, 53.555],
	[10.02, 53.555],
	[10.02, 53.585],
	[9.99, 53.585],
	[9.99, 53.555],
]

export const WATER: Bulletin = {
	name: 'trinkwasser',
	from: 2,
	until: 50,
	changes: 25,
	outline: [
		[10.0, 53.478],
		[10.04, 53.478],
		[10.04, 53.5],
		[10.0, 53.5],
		[10.0, 53.478],
	],
}

export const THUNDER: Bulletin = {
	name: 'gewitter',
	from: 0,
	until: 60,
	changes: 60,
	outline: [
		[9.6, 53.5],
		[9.9, 53.5],
		[9.9, 53.64],
		[9.6, 53.64],
		[9.6, 53.5],
	],
}

/** Under one id as it comes, under another as it is computed again. */
export const QUAKE: Bulletin = {
	name: 'beben',
	from: 1,
	until: 58,
	changes: 20,
	outline: [[9.61, 53.86]],
}

export const BLAST: Bulletin = {
	name: 'sprengung',
	from: 10,
	until: 60,
	changes: 45,
	outline: [[9.52, 53.93]],
}
