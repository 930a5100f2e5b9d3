// What would make a prompt clearer, told from its words alone: English and Chinese rules, each for the part that is written
// so. They are hints: a rule that is not sure says nothing, and nothing is ever held back for one.

/** In the order in which they are told: the first is the one that helps most. */
export const hintKinds = ['vague', 'unquoted-text', 'negative', 'nothing-stays'] as const
export type HintKind = (typeof hintKinds)[number]

/** @param masked whether a mask protects the rest: then nothing needs to be said of what stays */
export function promptHints(prompt: string, { masked }: { masked: boolean }): HintKind[] {
  const text = prompt.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').replaceAll('’', "'").trim()
  if (text === '') return []
  if (isVague(text)) return ['vague']
  const found: Record<HintKind, boolean> = {
    vague: false,
    'unquoted-text': wantsText(text) && !quotes.test(text),
    negative: isNegative(text),
    'nothing-stays': !masked && !keeps.some((rule) => rule.test(text)),
  }
  return hintKinds.filter((kind) => found[kind])
}

const better =
  'better|nicer|cooler|prettier|more (?:beautiful|professional|attractive|interesting)|good|nice|great|beautiful|amazing|perfect|pretty|awesome|professional'
const it = '(?:(?:the |this |my )?(?:picture|photo|image|pic|quality)|it|this|that|them|everything)'
/** Wishes that name nothing that can be seen. */
const vagueWishes = [
  new RegExp(`\\b(?:make|get) ${it} (?:look |look a bit |a bit |much |even )?(?:${better})\\b`, 'g'),
  new RegExp(
    `\\b(?:improve|enhance|fix|beautify|upgrade|retouch|edit|change|polish) ${it}(?![\\w-])(?: (?:up|a bit))?`,
    'g',
  ),
  /(?:把|将|让|使)?(?:它|这个|这张图|图片|照片|画面|图|整体)?(?:变|弄|改|做|修|p|调|处理)(?:得|的|成)?(?:更|再|好看)?(?:好看|漂亮|好|美|高级|专业|完美|美观)(?:一?点|一些|些)?/g,
  /(?:优化|美化|改进|改善|提升|润色|修饰|处理)(?:一下|下)?(?:它|这个|这张图|图片|照片|画面|图|质量|效果)?/g,
]
const emptyWords =
  /\b(?:please|just|can|could|you|a|an|the|bit|little|much|and|now|somehow|kind|of|it|this|more|look|so|very|really)\b|[请帮我麻烦一下吧的了,.!?;:，。！？；：、\s]/g

/** Nothing is left once the empty words are gone; or hardly a word was written at all. */
function isVague(text: string): boolean {
  const wish = vagueWishes.reduce((left, rule) => left.replace(rule, ' '), text)
  const left = wish.replace(emptyWords, ' ').replace(/\s+/g, ' ').trim()
  if (wish !== text) return left.length === 0
  const chinese = left.match(/\p{Script=Han}/gu)?.length ?? 0
  return chinese === 0 ? left.split(' ').filter(Boolean).length < 2 : chinese < 3 && !/[a-z]{2}/.test(left)
}

/** A pair of them, with something between; an apostrophe within a word is none. */
const quotes = /["“”«»„][^"“”«»„]+["“”«»„]|[「『《][^」』》]+[」』》]|(?<![\p{L}\p{N}])['‘][^'‘]+'(?![\p{L}\p{N}])/u

const lettering =
  '(?:text|words?|caption|title|headline|slogan|lettering|label|sign|signboard|logo|banner|letters|poster)'
/** What follows is where the text is or how it looks, not what it says. */
const aboutText =
  '(?:on|in|at|to the|to a|from|below|above|of|under|over|with|colou?r|font|size|style|larger|smaller|bold|bigger|behind|near|next|and|is|more|less)'
const textWishes = [
  // "a sign that says open", "with the words happy birthday", "change the sign to open 24/7"
  new RegExp(
    `\\b${lettering}\\b[^.]{0,40}\\b(?:says?|saying|reads?|reading|spells?|spelling)\\b (?=\\p{L}|\\p{N})`,
    'u',
  ),
  new RegExp(
    `\\b(?:add|write|put|insert|print|with)\\b (?:the |a |an )?(?:text|words?|caption|title|headline|slogan|lettering)\\b:? (?!${aboutText}\\b)(?=\\p{L}|\\p{N})`,
    'u',
  ),
  /\b(?:change|replace|set)\b (?:the |a )?(?:text|words?|caption|title|headline|slogan|lettering)\b(?: on [^.]{1,30})? (?:to|with|by) (?=\p{L}|\p{N})(?!be |a |an |the )/u,
  /\bwrite (?!on\b|in\b|something|text|the text|the word|a |over)(?=\p{L}|\p{N})/u,
  /(?:写上|写着|写有|印上|印着|印有|刻上|刻着|打上)(?:文字|字样|字)?[:：]? ?(?=[\p{L}\p{N}])/u,
  /(?:文字|字样|标题|标语|文案|招牌|字)(?:内容)?(?:改成|改为|换成|写成|变成|变为|更改为|替换为)[:：]? ?(?=[\p{L}\p{N}])(?!.{0,3}(?:色|字体|号|体))/u,
]

const wantsText = (text: string): boolean => textWishes.some((rule) => rule.test(text))

/** Ways to say what stays. They hold many a negative word, which is then no negative wish. */
const keeps = [
  /\b(?:keep(?:s|ing)?|kept|leav(?:e|es|ing)|unchanged|preserv(?:e|es|ed|ing)|maintain(?:s|ed|ing)?|retain(?:s|ed|ing)?|untouched|intact)\b/,
  /\b(?:the same|same (?!time)|identical|as (?:it|they) (?:is|are|was|were)|everything else|the rest|only|nothing else)\b/,
  /\b(?:without|not|n't|never) (?:chang|alter|mov|touch|affect|modify)/,
  /保持|保留|不变|原样|原来的|原有|其余|其他(?:部分|地方|内容|不|都)|别处|只(?:改|换|修|把|将|给|在)|仅(?:改|换|修|把|将|给|在)|(?:不|别|勿|不要|不能)(?:改变|改动|修改|移动|更改|影响|动)/,
]

const keptNegatives = [
  /\b(?:without|not|never|(?:do|does|should|must)n't)(?: (?:be|to))? (?:chang|alter|mov|touch|affect|modify|remov)\w*/g,
  /\bnothing else\b|\bno (?:change|longer)\w*/g,
  /(?:不要|不能|不可|不|别|勿)(?:改变|改动|修改|移动|更改|影响|改|动|变)/g,
]

const negatives = [
  /\b(?:no|without|never|avoid(?:ing)?|not|(?:do|does|should|must|ca)n't)\b/,
  /不要|不想要|不能有|不带|不含|没有|避免|禁止|(?<![特区级类性个分告])别(?![墅人的致样针处])/,
]

function isNegative(text: string): boolean {
  const rest = keptNegatives.reduce((left, rule) => left.replace(rule, ' '), text.replace(quotes, ' '))
  return negatives.some((rule) => rule.test(rest))
}
