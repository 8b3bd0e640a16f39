export const doubtsDe = {
	doubts: {
		title: 'Nicht glaubhaft',
		speed: 'Standort unplausibel: {distance} in {span}. Gezeigt wird der letzte plausible Ort, die Meldung als Schatten.',
		speedUnknown: 'Standort unplausibel. Gezeigt wird der letzte plausible Ort.',
		far: 'Standort weit außerhalb des Einsatzgebiets.',
		jumpValue: 'Der Wert springt unplausibel. Er wird gezeigt; Tendenz und Stufenvorschlag stützen sich darauf.',
		jumpTrend: 'In der Tendenz der letzten 30 min steckt ein unplausibler Sprung.',
		clockBehind: 'Die Uhr geht {span} nach. Was von dort kommt, kann älter aussehen, als es ist, und hinter anderem zurückstehen.',
		clockAhead: 'Die Uhr geht {span} vor. Was von dort kommt, gilt mit der Zeit des Eingangs.',
		at: 'Meldung von {time}',
		announceJump: 'Achtung: {name} meldet einen unplausiblen Sprung auf {level} m.',
		announceJumpPlain: 'Achtung: {name} meldet einen unplausiblen Sprung.',
		lineValue: 'unplausibler Sprung, prüfen',
		lineTrend: 'Tendenz mit Sprung',
		proposal: 'aus unplausiblem Wert',
		curve: 'unplausibel',
	},
}
