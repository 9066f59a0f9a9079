/** All recipes, in the order in which an office has the systems and programs. */
import { androidRecipe } from './android.ts'
import { appleRecipes } from './apple.ts'
import { containerRecipes } from './containers.ts'
import { firefoxRecipe } from './firefox.ts'
import { linuxRecipes } from './linux.ts'
import { programRecipes } from './programs.ts'
import type { Recipe, SetupFacts } from './recipe.ts'
import { windowsRecipes } from './windows.ts'

export function setupRecipes(facts: SetupFacts): Recipe[] {
  return [
    ...windowsRecipes(facts),
    ...appleRecipes(facts),
    androidRecipe(facts),
    firefoxRecipe(facts),
    ...linuxRecipes(facts),
    ...programRecipes(facts),
    ...containerRecipes(facts),
  ]
}
