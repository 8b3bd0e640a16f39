import { ExerciseRequest } from '../control.ts'
import type { ExerciseAnswer } from '../control.ts'
import { readJson, removeFile, writeJson } from '../files.ts'
import type { Exercise } from './exercise.ts'
import type { Setting } from './setting.ts'

/** How often wishes of the command line are looked for. */
const POLL_MS = 400

/** Does what the command line asks for through the data folder. Returns the way to end it. */
export function followRequests({ paths, settings, say }: Setting, exercise: Exercise): () => void {
	let busy = false
	const timer = setInterval(() => {
		const request = busy ? undefined : readJson(paths.request, ExerciseRequest)
		if (!request) return
		busy = true
		removeFile(paths.request)
		void fulfil(request)
			.then((answer) => writeJson(paths.answer, answer))
			.finally(() => {
				busy = false
			})
	}, POLL_MS)
	async function fulfil({ id, action, speed = settings.exercise.speed }: ExerciseRequest): Promise<ExerciseAnswer> {
		if (action === 'stop') {
			await exercise.stop()
			say('The exercise was stopped by the command line.')
			return { id, ok: true, text: 'The exercise is stopped. It goes on where it stood when it is started again.' }
		}
		const open = await exercise.start(speed)
		if (open) say(`The exercise was started by the command line, at speed ${speed}.`)
		return open
			? { id, ok: true, text: `The exercise is running at speed ${speed}.` }
			: { id, ok: false, text: `The exercise could not be started. Its log is ${paths.logs}/exercise.log` }
	}
	return () => clearInterval(timer)
}
