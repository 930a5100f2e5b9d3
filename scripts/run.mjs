// `npm run worker`, `backup`, `restore`, `move` …: a program of scripts/ by its name, with its arguments.
import { launch } from './launch.mjs'

const [program, ...args] = process.argv.slice(2)
await launch(`${program}.ts`, args, { build: false })
