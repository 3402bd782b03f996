import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface TabsProps<Id extends string> {
  /** What is chosen between, for those who can't see it. */
  readonly label: string;
  /** Tells these tabs from others on the page. Default: `tab`. */
  readonly name?: string;
  readonly tabs: readonly { readonly id: Id; readonly label: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  readonly children: ComponentChildren;
}

/** Tabs above a panel. Arrows move between them, as the ARIA pattern has it. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, name = 'tab', tabs, chosen, onChoose, children } = props;
  const list = useRef<HTMLDivElement>(null);
  const step = (by: number) => {
    const index = tabs.findIndex(({ id }) => id === chosen);
    const next = (index + by + tabs.length) % tabs.length;
    onChoose((tabs[next] ?? tabs[0])?.id as Id);
    list.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <>
      <div
        ref={list}
        class="tabs"
        role="tablist"
        aria-label={label}
        onKeyDown={({ key }) => {
          if (key === 'ArrowRight') step(1);
          if (key === 'ArrowLeft') step(-1);
        }}
      >
        {tabs.map(({ id, label: text }) => (
          <button
            key={id}
            id={`${name}-${id}`}
            type="button"
            role="tab"
            aria-selected={id === chosen}
            aria-controls={`${name}-panel`}
            tabIndex={id === chosen ? 0 : -1}
            onClick={() => onChoose(id)}
          >
            {text}
          </button>
        ))}
      </div>
      <div
        id={`${name}-panel`}
        class="tab-panel"
        role="tabpanel"
        aria-labelledby={`${name}-${chosen}`}
      >
        {children}
      </div>
    </>
  );
}
