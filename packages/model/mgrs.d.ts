/** Types of the library's module `mgrs/mgrs.js`: its main file is a bundle whose names Node cannot see, and its own types are of that file only. */
export function forward(lngLat: readonly [lng: number, lat: number], digits?: number): string
/** West, south, east, north of the square. Throws for letters that no square has. */
export function inverse(reference: string): [number, number, number, number]
