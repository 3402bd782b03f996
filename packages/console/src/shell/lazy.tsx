import { type ComponentType, createElement } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';

/**
 * A view that comes when it is first shown: most who open the page never need it.
 *
 * @example
 * const Wall = lazy(async () => (await import('../wall/wall-view.tsx')).WallView);
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return (props: Props) => {
    const [failed, setFailed] = useState(false);
    const [, draw] = useState(0);
    const fetchIt = () => {
      setFailed(false);
      load().then(
        (view) => {
          loaded = view;
          draw((count) => count + 1);
        },
        () => setFailed(true),
      );
    };
    useEffect(() => {
      if (!loaded) fetchIt();
    }, []);
    if (loaded) return createElement(loaded, props);
    const { shell } = words();
    return (
      <p class={failed ? 'problem' : 'note'} role="status">
        {failed ? shell.notLoaded : shell.loading}{' '}
        {failed && (
          <button type="button" class="tool" onClick={fetchIt}>
            {shell.tryNow}
          </button>
        )}
      </p>
    );
  };
}
