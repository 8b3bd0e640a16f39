import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the repository. */
export const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

export type Paths = ReturnType<typeof pathsOf>

/** What lies where in a data folder, and in which database lies what hubs share. */
export function pathsOf(data: string, database?: string) {
	return {
		data,
		database,
		journals: join(data, 'journals'),
		logs: join(data, 'logs'),
		lock: join(data, 'supervisor.lock'),
		secrets: join(data, 'secrets'),
		/** Keys that the programs of this machine use among themselves. */
		internalKeys: join(data, 'secrets', 'internal.json'),
		feedKeys: join(data, 'secrets', 'feeds.json'),
		takKeys: join(data, 'secrets', 'tak.json'),
		exerciseKeys: join(data, 'secrets', 'exercise.json'),
		exerciseState: join(data, 'exercise', 'sturmflut.json'),
		exerciseFeeds: join(data, 'exercise', 'feeds.json'),
		exerciseTak: join(data, 'exercise', 'tak.json'),
		/** Where the hub of this folder answers, while it runs. */
		running: join(data, 'run', 'hub.json'),
		/** A wish of the command line to the running supervisor, and what became of it. */
		request: join(data, 'run', 'exercise-request.json'),
		answer: join(data, 'run', 'exercise-answer.json'),
	}
}
