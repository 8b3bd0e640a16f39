import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import { ExerciseAnswer, ExerciseRequest } from '../control.ts'
import { readJson, removeFile, writeJson } from '../files.ts'
import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { runningHub } from './running.ts'

const PATIENCE_MS = 40_000
const POLL_MS = 150

export type ExerciseWish = { readonly scenario: string; readonly speed?: string | undefined; readonly stop?: boolean | undefined }

/** Asks the running supervisor for the exercise, and waits for what became of it. @returns its words. */
export async function askForExercise(paths: Paths, { scenario, speed, stop }: ExerciseWish): Promise<string> {
	if (scenario !== 'sturmflut') throw new Refusal(`There is no exercise "${scenario}". There is sturmflut.`)
	const request = ExerciseRequest.safeParse({
		id: randomUUID(),
		scenario,
		action: stop ? 'stop' : 'start',
		...(speed !== undefined && { speed: Number(speed) }),
	})
	if (!request.success) throw new Refusal('--speed is a number from 0.1 to 600.')
	await runningHub(paths)
	writeJson(paths.request, request.data)
	for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
		const answer = readJson(paths.answer, ExerciseAnswer)
		if (answer?.id === request.data.id) {
			if (!answer.ok) throw new Refusal(answer.text)
			return answer.text
		}
		await pause(POLL_MS)
	}
	removeFile(paths.request)
	throw new Refusal('The running Lagebild does not answer. Its logs are in the data folder.')
}
