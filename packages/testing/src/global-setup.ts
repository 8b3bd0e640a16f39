import type { TestProject } from 'vitest/node'

import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'

/** Of the project `contract`: one PostgreSQL and one Redis for all its files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
	project.provide('postgresUrl', postgres.url)
	project.provide('redisUrl', redis.url)
	return async () => {
		await Promise.all([postgres.stop(), redis.stop()])
	}
}
