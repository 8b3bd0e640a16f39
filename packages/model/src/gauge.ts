/** Level above NHN in metres of a reading in centimetres over the gauge's zero. 649 cm at St. Pauli (−5.00 m) is 1.49 m NHN. */
export function nhnMetres(readingCm: number, zeroMetres: number): number {
	return readingCm / 100 + zeroMetres
}

/** A level of the St. Pauli scale from which a Wasserstandsstufe is declared, metres NHN. Configuration of the city, not law of nature. */
export const ST_PAULI_STAGES = [
	{ stage: 0, from: 3.65 },
	{ stage: 1, from: 5.0 },
	{ stage: 2, from: 5.5 },
	{ stage: 3, from: 6.5 },
] as const

/** Highest stage whose line a level reaches; undefined below all. A proposal only: a named person declares it. */
export function proposedStage(nhn: number): number | undefined {
	return ST_PAULI_STAGES.findLast(({ from }) => nhn >= from)?.stage
}
