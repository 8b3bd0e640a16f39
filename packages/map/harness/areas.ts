import { point, polygon, row, rows, track } from './row.ts'

function addWarnings(): void {
	rows.push(
		row(
			'warning',
			{ msgType: 'Alert', event: 'BSH Sturmflut Hafen', severity: 'Moderate' },
			polygon(
				[9.901, 53.5435],
				[9.94, 53.5465],
				[9.962, 53.5465],
				[9.985, 53.5435],
				[10.018, 53.534],
				[10.023, 53.528],
				[9.998, 53.525],
				[9.9745, 53.5235],
				[9.9685, 53.5165],
				[9.951, 53.5165],
				[9.9365, 53.523],
				[9.929, 53.5375],
				[9.9135, 53.5385],
				[9.9015, 53.533],
			),
		),
		row(
			'warning',
			{ msgType: 'Alert', event: 'DWD Orkanböen', severity: 'Extreme' },
			polygon([9.7, 53.44], [9.86, 53.44], [9.86, 53.5], [9.7, 53.49]),
		),
		row(
			'warning',
			{ msgType: 'Alert', event: 'DWD Sturmböen', severity: 'Severe' },
			polygon([10.12, 53.44], [10.2, 53.45], [10.21, 53.5], [10.13, 53.51]),
		),
		row(
			'warning',
			{ msgType: 'Alert', event: 'DWD Windböen', severity: 'Minor' },
			polygon([9.72, 53.59], [9.82, 53.6], [9.81, 53.63], [9.73, 53.63]),
		),
		row(
			'area',
			{ name: 'Räumung A', role: 'evacuation', population: 2000, evacuated: 1240 },
			polygon([10.0095, 53.5195], [10.033, 53.5215], [10.043, 53.516], [10.0425, 53.5105], [10.012, 53.5105], [10.0055, 53.5135]),
		),
	)
}

function addSections(): void {
	rows.push(
		row('area', { name: 'EA 3 Wilhelmsburg', role: 'section' }, polygon([9.985, 53.511], [10.055, 53.506], [10.06, 53.47], [9.985, 53.48])),
		row('area', { name: 'EA 1 Nordufer', role: 'section' }, polygon([9.82, 53.55], [10.04, 53.549], [10.04, 53.58], [9.82, 53.575])),
		row(
			'area',
			{ name: 'Deich Neuland', role: 'dike-line' },
			{
				type: 'LineString',
				coordinates: [
					[9.99, 53.47],
					[10.02, 53.464],
					[10.05, 53.458],
				],
			},
		),
		row(
			'closure',
			{ road: 'B75', state: 'closed' },
			{
				type: 'LineString',
				coordinates: [
					[10.0185, 53.507],
					[10.0135, 53.499],
				],
			},
		),
		row('closure', { road: 'Fischmarkt', state: 'closed' }, point(9.9555, 53.5505)),
		row('closure', { road: 'Köhlbrandbrücke', state: 'closed' }, point(9.935, 53.5201)),
		row(
			'closure',
			{ road: 'Peutestraße', state: 'closed' },
			{
				type: 'LineString',
				coordinates: [
					[10.0155, 53.5285],
					[10.02, 53.5275],
				],
			},
		),
	)
}

function addShips(): void {
	track('Ever Given', [9.845, 53.545], 95)
	track('Cap San Diego', [9.975, 53.5435])
	track('Hadag 3', [9.94, 53.5425], 280)
	track('Schlepper 7', [9.937, 53.513], 165)
}

/** Warnings, sections, closures and ships. */
export function addAreas(): void {
	addWarnings()
	addSections()
	addShips()
}
