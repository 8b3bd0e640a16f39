let context: AudioContext | undefined

/** Two short notes; browsers play them only after the person has touched the page. */
const NOTES = [
	{ hertz: 880, at: 0, seconds: 0.16 },
	{ hertz: 660, at: 0.2, seconds: 0.22 },
] as const
const LOUD = 0.25

/** @returns whether it could be heard */
export async function playTone(): Promise<boolean> {
	context ??= new AudioContext()
	if (context.state === 'suspended') await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 500))])
	if (context.state !== 'running') return false
	for (const note of NOTES) playNote(context, note)
	return true
}

function playNote(audio: AudioContext, { hertz, at, seconds }: (typeof NOTES)[number]): void {
	const [from, to] = [audio.currentTime + at, audio.currentTime + at + seconds]
	const gain = audio.createGain()
	gain.gain.setValueAtTime(0, from)
	gain.gain.linearRampToValueAtTime(LOUD, from + 0.02)
	gain.gain.linearRampToValueAtTime(0, to)
	const tone = audio.createOscillator()
	tone.frequency.value = hertz
	tone.connect(gain).connect(audio.destination)
	tone.start(from)
	tone.stop(to)
}
