import type { notationsDe } from '../de/notations.ts'

export const notationsEn: typeof notationsDe = {
	notations: {
		north: 'N',
		south: 'S',
		east: 'E',
		west: 'W',
		copyUtmref: 'Copy UTMREF',
		copyDegrees: 'Copy latitude and longitude',
		copied: 'Copied',
		showPlace: 'Show the place on the map',
		exact: 'to {metres} m',
		tacticalTime: 'Tactical time',
		refused: {
			shape: 'Not a complete UTMREF reference, such as 32U NE 657 339.',
			zone: 'There is no zone {zone}: 1 to 60.',
			band: 'There is no band {band}: C to X without I and O.',
			square: 'There is no square {square}.',
			digits: '{digits} digits: easting and northing have equally many, at most five each.',
			elsewhere: 'The square {square} does not lie in that zone.',
			latitude: 'The latitude {lat} is not within −90 to 90.',
			longitude: 'The longitude {lng} is not within −180 to 180.',
			zero: '0, 0 is a device without a fix, not a place.',
			month: '“{month}” is not a German month such as mrz, mai, okt or dez.',
			day: '{month} of that year has no day {day}.',
			clock: '{hour}:{minute} is not a time of day.',
			gap: '{hour}:{minute} did not exist on that day: the clocks went forward.',
			twice: '{hour}:{minute} was there twice: {hour}A before, {hour}B after the clocks went back.',
			once: '{hour}:{minute} was there only once on that day: no letter.',
		},
	},
}
